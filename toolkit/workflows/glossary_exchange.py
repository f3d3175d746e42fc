"""Glossaries from one format into another, into a glossary that is there, or into a glossary database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from termbase.formats.omegat import with_synonyms_joined, without_known_pairs
from termbase.formats.registry import find_format, format_of_file, read_glossary, write_glossary
from termbase.formats.rejected import read_rejected
from termbase.formats.rewriting import (
    glossary_suffix,
    has_names,
    in_turn,
    read_again,
    refuse_foreign,
    refuse_same_names,
)
from termbase.formats.tabular import is_ranked_table, own_columns, unnamed_columns
from termbase.formats.tbx import read_tbx_head
from termbase.formats.xlsx import is_ranked_workbook
from termbase.merge import Conflict
from termbase.model import Glossary
from termbase.pour import DraftSays, pour_glossary
from termbase.store.files import is_store
from termbase.store.store import open_store
from tmx.errors import ConfigError

__all__ = [
    "Exchange",
    "Imported",
    "TableHead",
    "exchange_format",
    "export_glossary",
    "import_glossaries",
    "read_for_converting",
    "read_titled",
    "table_head",
]

_LISTS = ("omegat", "omegat-csv")  # formats that hold pairs of terms and a comment, and nothing else


class Exchange(Struct, frozen=True):
    """How a glossary is read or written: languages of pairs, a format by name, whether TBX keeps to TBX-Basic.

    ``encoding`` is that of what is read, where it is a table that is not in UTF-8.
    """

    source_language: str | None = None
    target_language: str | None = None
    file_format: str | None = None
    basic: bool = False
    encoding: str | None = None


class Imported(Struct, frozen=True):
    """What came of an import: concepts that are new, changed, known already, or were rejected before."""

    added: int
    changed: int
    known: int
    refused: int
    conflicts: tuple[Conflict, ...]


def exchange_format(file_format: str | None, tbx_version: str | None) -> str | None:
    """The name of the format that ``--format`` and ``--tbx-version`` together ask for; None for neither.

    Raises :class:`~tmx.errors.ConfigError` where they contradict each other.
    """
    if tbx_version is None:
        return file_format
    if file_format == "tbx-dct" and tbx_version == "2":
        raise ConfigError("TBX v2 has no DCT style", remedy="leave out --tbx-version")
    if file_format not in (None, "tbx", "tbx2", "tbx-dct"):
        raise ConfigError(f"{file_format} is not TBX, and has no TBX version", remedy="leave out --tbx-version")
    return "tbx2" if tbx_version == "2" else file_format if file_format == "tbx-dct" else "tbx"


def read_titled(path: Path, exchange: Exchange) -> Glossary:
    """The glossary in ``path``, under the title that the file gives itself.

    Raises what :func:`~termbase.formats.registry.read_glossary` raises.
    """
    glossary = read_glossary(
        path,
        source_language=exchange.source_language,
        target_language=exchange.target_language,
        file_format=exchange.file_format,
        encoding=exchange.encoding,
    )
    if _format(path, exchange) in ("tbx", "tbx2", "tbx-dct"):
        return replace(glossary, name=read_tbx_head(path).title or glossary.name)
    return glossary


def read_for_converting(path: Path, exchange: Exchange) -> Glossary:
    """The same with the synonyms of an OmegaT list in one concept, for a glossary that is made of it."""
    glossary = read_titled(path, exchange)
    return with_synonyms_joined(glossary) if _format(path, exchange) == "omegat" else glossary


class TableHead(Struct, frozen=True):
    """What is worth a word about the first row of a table; both are empty where there is nothing.

    ``counted`` is a first row that does not name the columns and counts as terms, ``own`` are columns that are kept
    under names of their own.
    """

    counted: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


def table_head(path: Path, exchange: Exchange) -> TableHead:
    """The head of a CSV or TSV; for other files there is nothing to say."""
    if _format(path, exchange) != "table":
        return TableHead()
    suffix = _table_suffix(path)
    counted = unnamed_columns(path, suffix=suffix, encoding=exchange.encoding)
    return TableHead(counted, own_columns(path, suffix=suffix, encoding=exchange.encoding))


def _format(path: Path, exchange: Exchange) -> str:
    """The name of the format in which the file is read."""
    return (find_format(exchange.file_format) if exchange.file_format else format_of_file(path)).name


def _table_suffix(path: Path) -> str | None:
    """What the ending of a table without one of its own stands for."""
    return None if path.suffix.lower() in (".csv", ".tsv", ".tab", ".txt") else glossary_suffix(path)


def _says(path: Path, exchange: Exchange) -> DraftSays:
    """What the file can say of its terms and concepts."""
    name = _format(path, exchange)
    named = has_names(path, file_format=exchange.file_format, encoding=exchange.encoding)
    if name == "table":
        ranked = is_ranked_table(path, suffix=_table_suffix(path), encoding=exchange.encoding)
    else:
        ranked = is_ranked_workbook(path) if name == "xlsx" else name not in _LISTS
    return DraftSays(ranked=ranked, graded=name != "utx", named=named)


def export_glossary(path: Path, glossary: Glossary, exchange: Exchange) -> None:
    """Write ``glossary`` to ``path``. Raises what :func:`~termbase.formats.registry.write_glossary` raises."""
    write_glossary(
        path,
        glossary,
        file_format=exchange.file_format,
        source_language=exchange.source_language,
        target_language=exchange.target_language,
        basic=exchange.basic,
    )


def import_glossaries(
    paths: Sequence[Path], into: Path, exchange: Exchange, *, author: str, reason: str = "", since: str | None = None
) -> Imported:
    """Pour the glossaries of ``paths`` into ``into``, one after the other; all are read before anything is written.

    ``into`` is a glossary database, which keeps a history, or a glossary file; either is made where there is none.
    ``since`` is the revision or date at which the one file was exported from the database: what was changed or removed
    in it since then is changed or removed there. Raises :class:`~tmx.errors.AccordError` where a file cannot be read
    or contradicts itself; nothing is changed then.
    """
    drafts = [
        _Draft(path, read_titled(path, exchange), _says(path, exchange), _format(path, exchange) in _LISTS)
        for path in paths
    ]
    for draft in drafts:
        refuse_same_names(draft.path, draft.glossary)
    if since is not None and (not is_store(into) or len(paths) != 1):
        raise ConfigError("--since goes with one file and a glossary database", remedy="name a .db with -o")
    if is_store(into):
        return _into_store(drafts, into, exchange, author, reason, since)
    with in_turn(into):
        return _into_file(drafts, into, exchange)


class _Draft(Struct, frozen=True):
    """A glossary to import, what its form can say, and whether it is a list of OmegaT's."""

    path: Path
    glossary: Glossary
    says: DraftSays
    listed: bool

    def news(self, here: Glossary, exchange: Exchange) -> tuple[Glossary, int]:
        """What ``here`` was not written to the file as, and how many concepts it was."""
        source, target = exchange.source_language, exchange.target_language
        if not (self.listed and source and target):
            return self.glossary, 0
        news = without_known_pairs(self.glossary, here, source, target)
        return with_synonyms_joined(news, here), len(self.glossary.concepts) - len(news.concepts)


def _into_store(
    drafts: Iterable[_Draft], into: Path, exchange: Exchange, author: str, reason: str, since: str | None
) -> Imported:
    results = []
    with open_store(into, create=True) as store, store.alone():
        for draft in drafts:
            news, known = draft.news(store.export_glossary(), exchange) if since is None else (draft.glossary, 0)
            done = store.import_glossary(
                news,
                author=author,
                reason=reason or f"import of {draft.path.name}",
                rejected=read_rejected([draft.path]),
                base=since,
                says=draft.says,
            )
            results.append(Imported(done.added, done.changed, done.known + known, done.refused, done.conflicts))
    return _summed(results)


def _into_file(drafts: Iterable[_Draft], into: Path, exchange: Exchange) -> Imported:
    there = into.is_file() and into.stat().st_size > 0
    if there:
        refuse_foreign(into)
    source, target = exchange.source_language, exchange.target_language
    glossary = Glossary((), into.stem)
    if there:
        glossary = read_again(into, source_language=source, target_language=target)
    rejected = read_rejected([into])
    results = []
    for draft in drafts:
        news, known = draft.news(glossary, exchange)
        poured = pour_glossary(glossary, news, rejected=rejected, says=draft.says)
        glossary = poured.glossary
        counts = len(poured.added), len(poured.changed), poured.known + known, poured.refused
        results.append(Imported(*counts, poured.conflicts))
    suffix = glossary_suffix(into) if there else None
    write_glossary(into, glossary, suffix=suffix, source_language=source, target_language=target)
    return _summed(results)


def _summed(results: Iterable[Imported]) -> Imported:
    listed = list(results)
    return Imported(
        sum(one.added for one in listed),
        sum(one.changed for one in listed),
        sum(one.known for one in listed),
        sum(one.refused for one in listed),
        tuple(conflict for one in listed for conflict in one.conflicts),
    )
