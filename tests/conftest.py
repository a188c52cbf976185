"""What tests of several packages share: the prepared models, built once for all of them."""

import os
from pathlib import Path

import pytest

from index.models import int8_model


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of prepared models with the int8 encoder in it; `BELEGT_TEST_MODELS` keeps it between runs."""
    kept = os.environ.get("BELEGT_TEST_MODELS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("models")
    int8_model(folder)
    return folder
