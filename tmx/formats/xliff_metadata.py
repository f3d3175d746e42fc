"""What a unit says that XLIFF 2.1 has no element for, in its metadata module: properties, dates, authors.

Source: XLIFF 2.1 (OASIS, 2018), http://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html, section 5.4. The
groups are of categories of Accord's own; those of other programs are left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime

from msgspec import Struct

from tmx.formats.tmx_text import escaped, escaped_attribute
from tmx.formats.xml_records import Element
from tmx.model import Property, TranslationUnit

__all__ = ["METADATA", "UnitMetadata", "metadata_lines", "read_metadata"]

METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_PROPERTIES, _HISTORY = "accord:properties", "accord:history"
_CREATED, _CREATED_BY, _CHANGED, _CHANGED_BY = "created", "created by", "changed", "changed by"


class UnitMetadata(Struct, frozen=True):
    """What the metadata of a unit says; a date is ``None`` where there is none, or one that cannot be read."""

    properties: tuple[Property, ...] = ()
    created: datetime | None = None
    created_by: str | None = None
    changed: datetime | None = None
    changed_by: str | None = None


def metadata_lines(unit: TranslationUnit, without: Collection[str]) -> Iterator[str]:
    """The lines of ``<mda:metadata>``, none where there is nothing to say.

    Written are the properties of the unit and of its texts but for the types ``without``, its dates and authors.
    """
    properties = [(one.type, one.value) for one in unit.all_properties() if one.type not in without]
    dates = ((_CREATED, unit.created), (_CHANGED, unit.changed))
    history = [(name, date.isoformat()) for name, date in dates if date is not None]
    people = ((_CREATED_BY, unit.created_by), (_CHANGED_BY, unit.changed_by))
    history += [(name, person) for name, person in people if person]
    groups = [(name, items) for name, items in ((_PROPERTIES, properties), (_HISTORY, history)) if items]
    if not groups:
        return
    yield f'  <mda:metadata xmlns:mda="{METADATA}">\n'
    for category, items in groups:
        yield f'    <mda:metaGroup category="{category}">\n'
        for name, value in items:
            yield f'      <mda:meta type="{escaped_attribute(name)}">{escaped(value)}</mda:meta>\n'
        yield "    </mda:metaGroup>\n"
    yield "  </mda:metadata>\n"


def read_metadata(unit: Element) -> UnitMetadata:
    """What :func:`metadata_lines` has written into the element of a ``<unit>``."""
    said: dict[str, list[tuple[str, str]]] = {_PROPERTIES: [], _HISTORY: []}
    for group in unit.iterfind(f"{{{METADATA}}}metadata/{{{METADATA}}}metaGroup"):
        said.get(group.get("category", ""), []).extend(_items(group.iterfind(f"{{{METADATA}}}meta")))
    history = dict(said[_HISTORY])
    return UnitMetadata(
        tuple(Property(name, value) for name, value in said[_PROPERTIES]),
        _date(history.get(_CREATED)),
        history.get(_CREATED_BY),
        _date(history.get(_CHANGED)),
        history.get(_CHANGED_BY),
    )


def _items(elements: Iterable[Element]) -> Iterator[tuple[str, str]]:
    for element in elements:
        yield element.get("type", ""), "".join(element.itertext())


def _date(said: str | None) -> datetime | None:
    try:
        date = datetime.fromisoformat(said or "")
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
