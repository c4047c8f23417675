"""The models compiled once for all tests of this folder."""

from __future__ import annotations

import pytest

from tests.reconciliation.engine import Engine, compile_project


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(compile_project(tmp_path_factory.mktemp("compiled")))
