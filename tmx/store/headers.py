"""The headers of the files that a memory was imported from, so that an export can say what they said."""

from __future__ import annotations

from hashlib import blake2b

from tmx.store.memory import MemoryStore

__all__ = ["keep_header", "kept_headers"]

_KEY = "header "


def keep_header(store: MemoryStore, header: str) -> None:
    """Keep the ``header`` of a file, as text; once, however often it comes."""
    known = store.database.run("SELECT name, value FROM memory_setting WHERE name LIKE ?", (_KEY + "%",))
    if any(value == header for _, value in known):
        return
    name = f"{_KEY}{len(known) + 1:06} {blake2b(header.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
    with store.database.writing():
        store.database.run(
            "INSERT INTO memory_setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, header)
        )


def kept_headers(store: MemoryStore) -> tuple[str, ...]:
    """The headers that were kept, in the order in which they came."""
    rows = store.database.run("SELECT name, value FROM memory_setting WHERE name LIKE ?", (_KEY + "%",))
    return tuple(str(value) for _, value in sorted(rows))
