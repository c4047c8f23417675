"""Lists that lead to the pages of reports and findings, split where they are long."""

from __future__ import annotations

from yibao_site.paths import list_page
from yibao_site.render import Renderer
from yibao_site.warehouse import Warehouse

ROWS = 500  # of a list on one page
LISTS = ("reports", "findings")  # each a query, a template and a page


def write_lists(warehouse: Warehouse, renderer: Renderer) -> None:
    """Write the list of all reports and that of all findings."""
    for name in LISTS:
        total = int(warehouse.row(f"list_{name}_count")["n"])
        pages = max(1, -(-total // ROWS))
        for page, rows in enumerate(warehouse.batches(f"list_{name}", ROWS), 1):
            values = {"rows": rows, "total": total, "stem": name, "page": page, "pages": pages}
            renderer.page(list_page(name, page), f"{name}.html", **values)
