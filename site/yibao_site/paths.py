"""Where each page lies below the site's folder, so that every page can link to every other."""

from __future__ import annotations

PART = 100_000  # characters of a text on one page


def _shelf(identifier: str) -> str:
    """Two characters of an id: a folder holds some hundred pages, not a hundred thousand."""
    return identifier[1:3]


def report_page(report_id: str) -> str:
    """The page of a report."""
    return f"reports/{_shelf(report_id)}/{report_id}.html"


def finding_page(check_id: str) -> str:
    """The page of a check that does not fit."""
    return f"findings/{check_id[:2]}/{check_id}.html"


def region_page(region_code: str) -> str:
    """The page of a region."""
    return f"regions/{region_code}.html"


def metric_page(metric_code: str) -> str:
    """The page that compares a metric."""
    return f"compare/{metric_code}.html"


def comparison_data(metric_code: str, year: int, part: int = 0) -> str:
    """The values of a metric in a year, or a part of them, beside the page that compares it."""
    return f"compare/data/{metric_code}-{year}{f'-{part + 1}' if part else ''}.js"


def list_page(stem: str, page: int) -> str:
    """The n-th page of a list, from 1."""
    return f"{stem}.html" if page == 1 else f"{stem}-{page}.html"


def text_page(document_id: str, part: int = 0) -> str:
    """The page with the text of a document, or a part of it."""
    return list_page(f"texts/{_shelf(document_id)}/{document_id}", part + 1)


def place(document_id: str | None, char_start: int | None) -> str:
    """Where a character of a document stands: what every number links to."""
    if document_id is None or char_start is None:
        return ""
    return f"{text_page(document_id, char_start // PART)}#c{char_start}"
