"""How the work of two people on one file of term pairs comes together, entry by entry, in the file's own words.

PO, UTX and OmegaT glossaries are other programs' files: what both sides left alone comes back to the letter, an entry
that one side alone touched comes back as that side wrote it, and only what both changed is put together, field by
field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from termbase.merge import Conflict, conflict_note

__all__ = ["TRANSLATION", "Entry", "EntryMerge", "merge_entries", "numbered"]

TRANSLATION = "translation"  # what the field of a translation is called, for whoever reads of a conflict
Key = tuple[str, ...]


class Entry(Struct, frozen=True):
    """An entry of a file: its ``key``, what it says by ``fields``, and its ``lines`` as they are written.

    The fields of ``sets`` are lists of lines (comments, flags), where what either side adds stays and what either
    removes goes. ``quiet`` says that no conflict is told: ours counts, of dates the later.
    """

    key: Key
    fields: Mapping[str, str]
    lines: tuple[str, ...]
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quiet: bool = False
    notes: tuple[str, ...] = ()

    def says(self) -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
        """What the entry says, however it is written."""
        return self.fields, self.sets


class EntryMerge(Struct, frozen=True):
    """The entries of both sides in their order; ``made`` are those whose lines are to be written anew."""

    entries: tuple[Entry, ...]
    made: frozenset[Key]
    conflicts: tuple[Conflict, ...]


def numbered(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, those whose key comes again with a number."""
    seen: Counter[Key] = Counter()
    found = []
    for entry in entries:
        seen[entry.key] += 1
        times = seen[entry.key]
        found.append(replace(entry, key=(*entry.key, str(times))) if times > 1 else entry)
    return found


def merge_entries(
    base: Sequence[Entry], ours: Sequence[Entry], theirs: Sequence[Entry], language: str, dates: Iterable[str] = ()
) -> EntryMerge:
    """``ours`` and ``theirs``, which both come from ``base``; ``language`` is that of the translations.

    Where both changed a field, each in its own way, ours stands, and the entry's notes and the conflict say what theirs
    has. What one side removed and the other changed is kept, with such a note. Of the fields named in ``dates`` the
    later value counts.
    """
    before, mine, yours = ({entry.key: entry for entry in side} for side in (base, ours, theirs))
    merged: dict[Key, Entry] = {}
    made: set[Key] = set()
    conflicts: list[Conflict] = []
    for key in _order(list(mine), list(yours)):
        was, our, their = before.get(key), mine.get(key), yours.get(key)
        there = our if their is None else their
        if our is not None and their is not None:
            found = list(_conflicts(was, our, their, language))
            entry = _joined(was, our, their, frozenset(dates))
            if entry not in (our, their):
                made.add(key)
        elif there is not None and was is not None and was.says() != there.says():
            entry = there
            found = [Conflict(_name(key), "term", _told(was), _told(our), _told(their))]
        elif there is not None and was is None:
            entry, found = there, []
        else:
            continue  # one side took away what the other left alone
        if entry.quiet:
            found = []
        if found:
            entry = replace(entry, notes=tuple(conflict_note(one) for one in found))
            made.add(key)
        conflicts += found
        merged[key] = entry
    return EntryMerge(tuple(merged.values()), frozenset(made), tuple(conflicts))


def _joined(was: Entry | None, our: Entry, their: Entry, dates: frozenset[str]) -> Entry:
    """What both sides say; the very entry of the side that says it all."""
    values = ((name, _value(name, was, our, their, dates)) for name in dict.fromkeys([*our.fields, *their.fields]))
    fields = {name: value for name, value in values if value is not None}
    sets = {
        name: _set(was.sets.get(name, ()) if was else (), our.sets.get(name, ()), their.sets.get(name, ()))
        for name in dict.fromkeys([*our.sets, *their.sets])
    }
    for side in (our, their):
        if (side.fields, side.sets) == (fields, sets):
            return side
    return replace(our, fields=fields, sets=sets)


def _value(name: str, was: Entry | None, our: Entry, their: Entry, dates: frozenset[str]) -> str | None:
    before = was.fields.get(name) if was else None
    mine, yours = our.fields.get(name), their.fields.get(name)
    if mine == before:
        return yours
    if yours not in (before, mine) and name in dates:
        return max(mine or "", yours or "")
    return mine


def _set(was: Sequence[str], our: Sequence[str], their: Sequence[str]) -> tuple[str, ...]:
    """What both have, and what either added; in the order of ours."""
    kept = [one for one in our if one in their or one not in was]
    return tuple(dict.fromkeys([*kept, *(one for one in their if one not in was)]))


def _conflicts(was: Entry | None, our: Entry, their: Entry, language: str) -> Iterator[Conflict]:
    for name in dict.fromkeys([*our.fields, *their.fields]):
        before = was.fields.get(name) if was else None
        mine, yours = our.fields.get(name), their.fields.get(name)
        if mine != yours and before not in (mine, yours):
            yield Conflict(_name(our.key), name, before or None, mine or None, yours or None, language)


def _name(key: Key) -> str:
    return " · ".join(part for part in key if part)


def _told(entry: Entry | None) -> str | None:
    return None if entry is None else next(iter(entry.fields.values()), "")


def _order(ours: Sequence[Key], theirs: Sequence[Key]) -> list[Key]:
    """The keys of ours, and those that theirs alone has, each behind the one that it stands behind there."""
    order = list(ours)
    known = set(ours)
    for number, key in enumerate(theirs):
        if key in known:
            continue
        known.add(key)
        before = theirs[number - 1] if number else None
        order.insert(order.index(before) + 1 if before is not None else 0, key)
    return order
