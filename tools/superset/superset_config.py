"""Superset on one machine, for one team, in a closed network: read by Superset itself (SUPERSET_CONFIG_PATH).

Everything that Superset writes lies in one folder, $YIBAO_SUPERSET_HOME: metadata, secret key, log.
"""

from __future__ import annotations

import os
from pathlib import Path

HOME = Path(os.environ["YIBAO_SUPERSET_HOME"]).resolve()

SECRET_KEY = os.environ.get("SUPERSET_SECRET_KEY") or (HOME / "secret_key").read_text().strip()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'metadata.db'}"

LANGUAGES = {"zh": {"flag": "cn", "name": "中文"}, "en": {"flag": "us", "name": "English"}}
BABEL_DEFAULT_LOCALE = "zh"

# Nothing is kept of an answer, so that the next look after a publish shows the new file.
CACHE_CONFIG = DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}

# The browser itself refuses every request but those to this server: no telemetry pixel, no map tiles, no fonts.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,  # it listens on the loopback address only
    "session_cookie_secure": False,
}
SESSION_COOKIE_SAMESITE = "Lax"
