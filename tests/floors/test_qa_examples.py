"""The planted faults of the example translations: every one is found, and hardly anything else."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from toolkit.checks.check import MemoryPair
from toolkit.model import Severity
from toolkit.workflows.qa import check_translation, load_material

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
# Each translation with its original, where that is a file of its own.
_EXPECTED = {
    "centre-de-reintegration.fr.docx": "reintegration-centre.en.docx",
    "regional-conference.xlf": None,
    "mobile-app.po": None,
}
_MOST_FALSE_ALARMS = 1  # both units of an inconsistent pair are reported, the key names the second one only


def _key():
    with (EXAMPLES / "new" / "key.tsv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        faults = defaultdict(list)
        for row in rows:
            faults[row["file"]].append(row)
    return faults


def _memory():
    pairs = []
    for gold in sorted((EXAMPLES / "gold").glob("*/gold.txt")):
        source = (gold.parent / "src.txt").read_text(encoding="utf-8").splitlines()
        target = (gold.parent / "tgt.txt").read_text(encoding="utf-8").splitlines()
        for line in gold.read_text(encoding="utf-8").splitlines():
            ours, theirs = ([int(n) for n in side.strip("[] ").split(",") if n.strip()] for side in line.split(":")[:2])
            if ours and theirs:
                pairs.append(MemoryPair(" ".join(source[n] for n in ours), " ".join(target[n] for n in theirs)))
    assert len(pairs) > 200
    return tuple(pairs)


def _covers(finding, unit, fault):
    text = unit.source if finding.side == "source" else unit.target
    start = text.index(fault["spot"])
    return finding.start < start + len(fault["spot"]) and start < finding.end


@pytest.mark.parametrize("with_memory", [False, True], ids=["glossary", "glossary and memory"])
@pytest.mark.parametrize(("name", "original"), _EXPECTED.items(), ids=list(_EXPECTED))
def test_planted_faults(name, original, with_memory):
    material = load_material(EXAMPLES / "glossary.csv", source_language="en", target_language="fr")
    if with_memory:
        material = type(material)(material.glossary, _memory(), material.glossary_name, "gold")
    result = check_translation(
        EXAMPLES / "new" / name,
        source_path=EXAMPLES / "new" / original if original else None,
        material=material,
    )
    faults = _key()[name]
    found, false_alarms = set(), []
    for unit in result.units:
        for finding in unit.findings:
            if finding.severity is Severity.INFO:
                continue
            hits = [
                number
                for number, fault in enumerate(faults)
                if (not fault["unit"] or fault["unit"] == unit.identifier) and _is_about(finding, unit, fault)
            ]
            found.update(hits)
            if not hits:
                false_alarms.append((unit.identifier, finding.code, finding.message))
    assert [fault for number, fault in enumerate(faults) if number not in found] == []
    assert len(false_alarms) <= _MOST_FALSE_ALARMS, false_alarms


def _is_about(finding, unit, fault):
    if fault["kind"] == "tag":
        return finding.code == "FORM005" and (fault["spot"] in unit.target)
    text = unit.source if finding.side == "source" else unit.target
    return fault["spot"] in text and _covers(finding, unit, fault)


def test_the_key_is_whole():
    assert sum(len(faults) for faults in _key().values()) == 27
