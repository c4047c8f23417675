"""What the commands of several modules have in common: the option that names the warehouse, exit statuses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FAILED, UNUSABLE = 1, 2
Database = Annotated[Path, typer.Option("--database", help="the published file")]
