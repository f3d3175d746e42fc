"""What several tests of memories work on."""

import pytest

from tmx.store.postgres import open_shared_memory
from tmx.store.sqlite import open_memory


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    """An empty memory in each database."""
    if request.param == "sqlite":
        made = open_memory(tmp_path / "memory.db", create=True)
    else:
        made = open_shared_memory(request.getfixturevalue("postgres"), create=True, cache=tmp_path / "cache")
    with made as memory:
        yield memory
