"""Superset's REST API, as much of it as registering and checking needs."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import quote

from tools.superset.server import Unusable


class Superset:
    """A session of the administrator.

    Raises Unusable, naming the call and Superset's answer, where a call is refused.
    """

    def __init__(self, address: str, user: str, password: str) -> None:
        self._address = address
        # Never through a proxy; the CSRF token belongs to the session that its cookie names.
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        self._headers = {"Referer": address}
        login = {"username": user, "password": password, "provider": "db", "refresh": False}
        self._headers["Authorization"] = f"Bearer {self.call('POST', 'security/login', login)['access_token']}"
        self._headers["X-CSRFToken"] = self.call("GET", "security/csrf_token/")["result"]

    def call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """The answer to a call of /api/v1."""
        request = urllib.request.Request(
            f"{self._address}/api/v1/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers=self._headers if body is None else self._headers | {"Content-Type": "application/json"},
            method=method,
        )
        try:
            with self._opener.open(request, timeout=120) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:500]
            raise Unusable(f"{method} {request.full_url}: {error.code} {said}") from error

    def put(self, kind: str, key: dict[str, object], make: dict[str, object], body: dict[str, object]) -> int:
        """The id of the one `kind` that `key` names, made as `make` says if there is none, then changed to `body`."""
        found = self.find(kind, key) or int(self.call("POST", f"{kind}/", make)["id"])
        self.call("PUT", f"{kind}/{found}", body)
        return found

    def find(self, kind: str, key: dict[str, object]) -> int | None:
        """The id of the one `kind` whose columns are as `key` says."""
        filters = ",".join(
            f"(col:{column},opr:{'rel_o_m' if column == 'database' else 'eq'},value:{_rison(wanted)})"
            for column, wanted in key.items()
        )
        found = self.call("GET", f"{kind}/?q={quote(f'(filters:!({filters}))')}")["ids"]
        return int(found[0]) if found else None

    def rows(self, dataset: int, **query: object) -> list[dict[str, Any]]:
        """What a query on a dataset gives: columns, metrics, filters as a chart's query has them."""
        queries = [{"row_limit": 50000} | query]
        body = {"datasource": {"id": dataset, "type": "table"}, "queries": queries, "force": True}
        return list(self.call("POST", "chart/data", body)["result"][0]["data"])


def _rison(wanted: object) -> str:
    if isinstance(wanted, int):
        return str(wanted)
    return "'" + str(wanted).replace("!", "!!").replace("'", "!'") + "'"
