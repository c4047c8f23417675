"""Superset's own tables, roles and the administrator, in one start of Superset: run by server.py in its environment."""

from __future__ import annotations

import os
from pathlib import Path

from flask_migrate import upgrade

from superset.app import create_app
from tools.superset.server import ADMIN


def initialise(password: str) -> None:
    """Bring the metadata to this version of Superset; make the administrator, or give it this password."""
    application = create_app()
    with application.app_context():
        upgrade()
        builder = application.appbuilder
        builder.add_permissions(update_perms=True)
        builder.sm.sync_role_definitions()
        if user := builder.sm.find_user(ADMIN):
            builder.sm.reset_password(user.id, password)
        else:
            role = builder.sm.find_role("Admin")
            builder.sm.add_user(ADMIN, "yibao", "医保", "yibao@localhost", role, password)


if __name__ == "__main__":
    initialise((Path(os.environ["YIBAO_SUPERSET_HOME"]) / "password").read_text().strip())
