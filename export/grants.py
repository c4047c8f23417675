"""Who may read the tables in Postgres: taken from the schemas that go, given to those that come."""

from __future__ import annotations

from typing import NamedTuple

import psycopg
from psycopg import sql

from export.catalog import Table

_SCHEMAS = """
select n.nspname, a.grantee
from pg_namespace as n, aclexplode(n.nspacl) as a
where n.nspname = any(%s) and a.privilege_type = 'USAGE' and a.grantee <> n.nspowner
order by 1, 2
"""
_TABLES = """
select n.nspname, a.grantee, array_agg(c.relname::text), count(*) = (
    select count(*) from pg_class as s where s.relnamespace = n.oid and s.relkind = 'r'
)
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace, aclexplode(c.relacl) as a
where n.nspname = any(%s) and c.relkind = 'r' and a.privilege_type = 'SELECT' and a.grantee <> c.relowner
group by n.oid, n.nspname, a.grantee
order by 1, 2
"""


class Grant(NamedTuple):
    """A role (its oid, 0 is everyone) that may see a schema, or read some of its tables, or `everything` there."""

    schema: str
    role: int
    tables: frozenset[str] = frozenset()
    everything: bool = False


def granted(server: psycopg.Connection, schemas: tuple[str, ...]) -> list[Grant]:
    """Who may see the schemas and read their tables now, owners aside."""
    seeing = server.execute(_SCHEMAS, [list(schemas)]).fetchall()
    reading = server.execute(_TABLES, [list(schemas)]).fetchall()
    return [Grant(*row) for row in seeing] + [
        Grant(schema, role, frozenset(names), everything) for schema, role, names, everything in reading
    ]


def grant_again(server: psycopg.Connection, grants: list[Grant], tables: list[Table]) -> None:
    """Grant the same on the tables of now: who could read all of a schema can again, others what is still there."""
    for schema, role, names, everything in grants:
        present = [table.name for table in tables if table.schema == schema]
        to = _role(server, role)
        if not present:
            continue
        if everything:
            what = sql.SQL("select on all tables in schema {}").format(sql.Identifier(schema))
        elif kept := sorted(names.intersection(present)):
            what = sql.SQL("select on {}").format(sql.SQL(", ").join(sql.Identifier(schema, name) for name in kept))
        elif not names:
            what = sql.SQL("usage on schema {}").format(sql.Identifier(schema))
        else:
            continue
        server.execute(sql.SQL("grant {} to {}").format(what, to))


def _role(server: psycopg.Connection, role: int) -> sql.Composable:
    if role == 0:
        return sql.SQL("public")
    [(name,)] = server.execute("select pg_get_userbyid(%s)", [role]).fetchall()
    return sql.Identifier(name)
