"""The questions of the way, gone to once for all the promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.promises.stops import Stops


@pytest.fixture(scope="session")
def stops(tmp_path_factory: pytest.TempPathFactory) -> Stops:
    return Stops(Path(tmp_path_factory.mktemp("stops")))
