"""Units that come many at once, as columns, go into a memory as they do one by one."""

import random
from datetime import UTC, datetime

import pytest

from tmx.errors import ParseError
from tmx.memory import UnitColumns
from tmx.model import Property, Segment, TranslationUnit
from tmx.store import importing
from tmx.store.importing import Duplicates, ImportSource, import_units
from tmx.store.placing import content_keys, placed_pieces, text_keys
from tmx.store.postgres import open_shared_memory
from tmx.store.records import content_key, placed, text_key
from tmx.store.sqlite import open_memory

TEXTS = ("a", "b", "c d", "c  d", " e", "e ", "", " ", "é\u00a0è", "f\ng", "h|i", "\U0001f600", "x\u2028y", "it's")


def columns_of(units):
    """Units of one kind as columns."""
    first = units[0]
    return UnitColumns(
        tuple(segment.language for segment in first.variants),
        *([unit.variants[place].text for unit in units] for place in (0, 1)),
        [unit.identifier for unit in units],
        [unit.line for unit in units],
        created=[unit.created and unit.created.isoformat().replace("+00:00", "Z") for unit in units],
        changed_by=[unit.changed_by for unit in units],
        source_place=first.source_place,
        unnamed=first.unnamed,
    )


def a_unit(draw, number, languages, place, unnamed):
    return TranslationUnit(
        str(number),
        tuple(Segment(language, draw.choice(TEXTS)) for language in languages),
        created=datetime(2024, 1, draw.randrange(1, 4), tzinfo=UTC) if draw.random() < 0.5 else None,
        changed_by=draw.choice([None, "ann"]),
        line=number,
        source_place=place,
        unnamed=unnamed,
    )


def mixed(seed):
    """Items of an import, columns and units, and the same as units only."""
    draw = random.Random(seed)
    items, units = [], []
    for _ in range(draw.randrange(1, 12)):
        kind = draw.choice([("en", "fr-FR"), ("de", "O'x")]), draw.choice([0, 1]), draw.random() < 0.5
        here = [a_unit(draw, len(units) + n, *kind) for n in range(draw.randrange(1, 8))]
        units += here
        if draw.random() < 0.7:
            items.append(columns_of(here))
        else:
            documents = (Property("file", draw.choice("12")),) if draw.random() < 0.5 else ()
            units[-1] = here[-1] = TranslationUnit("p", here[-1].variants, documents)
            items += here
    return items, units


@pytest.mark.parametrize("seed", range(60))
def test_places_and_sums(seed):
    items, units = mixed(seed)
    rows = []
    for piece in placed_pieces(items, 5):
        rows += piece if isinstance(piece, list) else piece.rows()
    assert rows == list(placed(units))
    for item in items:
        if isinstance(item, UnitColumns):
            assert text_keys(item.sources) == [text_key(text) for text in item.sources]
            assert content_keys(item) == [content_key(unit) for unit in item.units()]


def rows_of(memory):
    tables = ("memory_unit", "memory_variant", "memory_occurrence")
    return [sorted(memory.database.run(f"SELECT * FROM {table}"), key=repr) for table in tables]


@pytest.mark.parametrize("rule", list(Duplicates))
@pytest.mark.parametrize("seed", range(8))
def test_the_same_memory(tmp_path, monkeypatch, seed, rule):
    items, units = mixed(seed)
    more, others = mixed(seed + 100)
    monkeypatch.setattr(importing, "_BATCH", 7)
    with open_memory(tmp_path / "1.db", create=True) as one, open_memory(tmp_path / "2.db", create=True) as two:
        for first, second in ((items, units), (more, others)):
            reports = [
                import_units(memory, given, ImportSource("x"), duplicates=rule)
                for memory, given in ((one, first), (two, second))
            ]
            assert reports[0] == reports[1]
            assert rows_of(one) == rows_of(two)
        assert not list(one.faults())


@pytest.mark.parametrize("seed", range(3))
def test_the_same_on_a_server(postgres, tmp_path, seed):
    items, units = mixed(seed)
    with (
        open_shared_memory(postgres, create=True) as one,
        open_memory(tmp_path / "2.db", create=True) as two,
    ):
        import_units(one, items, ImportSource("x"))
        import_units(two, units, ImportSource("x"))
        assert rows_of(one) == rows_of(two)


def test_what_others_do_during_a_load_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "_BATCH", 2)
    sources = [("a", "b"), ("c", "d"), ("e", "f"), ("a", "g")]
    unit = lambda text: TranslationUnit(text, (Segment("en", text), Segment("fr", text)))  # noqa: E731  a word for it
    with open_memory(tmp_path / "m.db", create=True) as memory, open_memory(tmp_path / "m.db") as other:

        def items():
            for number, pair in enumerate(sources):
                if number == 2:  # the first two are in
                    other.add([unit("e")])
                    other.retire([1])
                yield columns_of([unit(text) for text in pair])

        report = import_units(memory, items(), ImportSource("x"))
        assert (report.read, report.added, report.skipped) == (8, 7, 1)
        texts = [stored.unit.variants[0].text for stored in memory]
        assert sorted(texts) == ["a", "b", "c", "d", "e", "f", "g"]


def test_a_load_is_gone_on_with(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "_BATCH", 3)
    items, units = max(map(mixed, range(10)), key=lambda pair: len(pair[0]))

    def stopping():
        yield from items[: len(items) // 2]
        raise KeyboardInterrupt

    with open_memory(tmp_path / "1.db", create=True) as one, open_memory(tmp_path / "2.db", create=True) as two:
        with pytest.raises(KeyboardInterrupt):
            import_units(one, stopping(), ImportSource("x", "sum"))
        report = import_units(one, items, ImportSource("x", "sum"))
        assert report.resumed > 0
        import_units(two, units, ImportSource("x", "sum"))
        assert rows_of(one) == rows_of(two)

        def broken():
            yield from items
            raise ParseError("it is broken", path="x.tmx")

        before = rows_of(one)
        with pytest.raises(ParseError):
            import_units(one, broken(), ImportSource("y", "another"))
        assert rows_of(one)[:2] == before[:2]
        indexes = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'memory_unit_source'"
        assert one.database.run(indexes) == [(1,)], "the import after a load makes the index that the load did without"
