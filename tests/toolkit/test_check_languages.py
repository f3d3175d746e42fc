"""Languages other than French and English: nothing of French is asked of them, and faults are found all the same."""

from pathlib import Path

import pytest

from tmx.model import Segment
from toolkit.model import Severity
from toolkit.workflows.qa import QaMaterial, UnitToCheck, check_units

# from, to, source, target: human translations
_GOOD = [
    ("de", "fr", "Die Kosten betragen 4,2 Millionen Euro.", "Le coût s’élève à 4,2 millions d’euros."),
    ("en", "es", "The cost is €4.2 million.", "El costo asciende a 4,2 millones de euros."),
    ("de", "fr", "Das Abkommen tritt am 1. Mai 2026 in Kraft.", "L’accord entre en vigueur le 1er\u00a0mai\u00a02026."),
    ("de", "fr", "Rund 12'340 Personen wurden gerettet.", "Quelque 12\u00a0340\u00a0personnes ont été secourues."),
    ("de", "fr", "Die Kosten betragen 1.250.000 Euro.", "Les coûts s’élèvent à 1\u00a0250\u00a0000\u00a0euros."),
    ("de", "fr", "Der Anteil stieg um 3,5 %.", "La part a augmenté de 3,5\u00a0%."),
    ("de", "fr", "Am Montag, dem 7. April, um 17.30 Uhr", "Le lundi 7\u00a0avril à 17\u00a0h\u00a030"),
    ("fr", "de", "Le lundi 7\u00a0avril à 17\u00a0h\u00a030", "Am Montag, dem 7. April, um 17.30 Uhr"),
    (
        "fr",
        "de",
        "Les coûts s’élèvent à 1\u00a0250\u00a0000\u00a0euros\u00a0: c’est cher\u00a0!",
        "Die Kosten betragen 1.250.000 Euro: Das ist teuer!",
    ),
    ("fr", "de", "«\u00a0Nous avons tout perdu\u00a0», a-t-elle déclaré.", "«Wir haben alles verloren», sagte sie."),
    (
        "fr",
        "de",
        "Le navire a accosté\u00a0; les passagers ont débarqué.",
        "Das Schiff legte an; die Passagiere gingen von Bord.",
    ),
    ("de", "en", "Rund 12.340 Personen wurden gerettet; drei starben.", "Some 12,340 people were rescued; three died."),
    ("de", "en", "Der Anteil stieg um 3,5 %.", "The share rose by 3.5%."),
    ("de", "en", "Am 15. November 2026 um 17 Uhr", "On 15 November 2026 at 5 p.m."),
    ("en", "de", "On 15 November 2026 at 5 p.m.", "Am 15. November 2026 um 17 Uhr"),
    (
        "en",
        "de",
        "Some 12,340 people (two thirds women) fled.",
        "Rund 12.340 Personen (zwei Drittel davon Frauen) flohen.",
    ),
    ("en", "de", "He said: “Nobody knows.”", "Er sagte: „Niemand weiß es.“"),
    ("es", "en", "El acuerdo entra en vigor el 1 de mayo de 2026.", "The agreement enters into force on 1 May 2026."),
    ("es", "en", "Unas 3.400 familias (12,5 %) huyeron.", "Some 3,400 families (12.5%) fled."),
    ("es", "en", "La reunión empieza a las 17:30 h.", "The meeting starts at 5:30 p.m."),
    ("en", "es", "What do we need? Time!", "¿Qué necesitamos? ¡Tiempo!"),
    ("en", "es", "The meeting is on Monday, 3 February.", "La reunión es el lunes 3 de febrero."),
    ("en", "es", "Some 3,400 families fled.", "Unas 3400 familias huyeron."),
    ("en", "it", "The 2nd session opens on 8 March at 9 a.m.", "La seconda sessione si apre l’8 marzo alle 9."),
    ("en", "zh", "The agreement enters into force on 1 May 2026.", "该协议将于2026年5月1日生效。"),
    ("en", "zh", "What do we need? Time, money and trust.", "我们需要什么？时间、金钱和信任。"),
    ("en", "zh", "“We lost everything,” she said.", "“我们失去了一切，”她说。"),
    ("en", "zh", "Some 12,500 people (60%) fled in 2023.", "2023年约有1.25万人（60%）逃离。"),
    ("en", "zh", "IOM supports 3 centres.", "国际移民组织支持三个中心。"),
    ("en", "ja", "The agreement enters into force on 1 May 2026.", "この協定は2026年5月1日に発効します。"),
    ("en", "ja", "Who came?", "誰が来ましたか。"),
    ("en", "ja", "See {name} (page 3).", "{name}（3ページ）をご覧ください。"),
    ("en", "ar", "The agreement enters into force on 1 May 2026.", "يدخل الاتفاق حيز النفاذ في 1 أيار/مايو 2026."),
    ("en", "ar", "What do we need? Time, money and trust.", "ماذا نحتاج؟ الوقت والمال والثقة."),
    ("en", "ar", "Some 3,400 families (17,000 people) fled.", "فرّت حوالي ٣٤٠٠ أسرة (١٧٠٠٠ شخص)."),
    ("en", "ar", "“We lost everything,” she said.", "قالت: «لقد فقدنا كل شيء»."),
    ("ar", "fr", "فرّت حوالي ٣٤٠٠ أسرة.", "Quelque 3\u00a0400\u00a0familles ont fui."),
    ("zh", "en", "2023年约有12,500人逃离。", "Some 12,500 people fled in 2023."),
    (
        "en",
        "ru",
        "The agreement enters into force on 1 May 2026: why?",
        "Соглашение вступает в силу 1 мая 2026 года: почему?",
    ),
    ("en", "ru", "Some 3,400 families fled.", "Около 3400 семей бежали."),
    ("en", "pl", "Some 3,400 families (12.5%) fled.", "Uciekło około 3400 rodzin (12,5%)."),
    ("en", "hi", "The agreement enters into force on 1 May 2026.", "यह समझौता 1 मई 2026 से लागू होगा।"),
    ("en", "tr", "12% of them (340 people) left.", "%12’si (340 kişi) ayrıldı."),
    (
        "en",
        "nl",
        "The ship left at 5 p.m.; 40 people were on board.",
        "Het schip vertrok om 17.00 uur; er waren 40 mensen aan boord.",
    ),
]
# check, from, to, source, target
_BAD = [
    ("NUM001", "de", "fr", "Die Kosten betragen 4,2 Millionen Euro.", "Le coût s’élève à 2,4 millions d’euros."),
    ("NUM001", "en", "de", "Some 300 people fled.", "Rund 30 Personen flohen."),
    ("NUM001", "en", "de", "Some 3,000 people fled.", "Rund 30 Personen flohen."),
    ("NUM001", "en", "zh", "Some 12,500 people (60%) fled in 2023.", "2023年约有1.52万人（60%）逃离。"),
    ("NUM001", "en", "de", "Some 807 people fled.", "Rund 870 Personen flohen."),
    ("NUM001", "en", "de", "Some 3 people fled.", "Rund 5 Personen flohen."),
    ("NUM002", "en", "de", "On Monday at 5 p.m.", "Am Montag um 16 Uhr"),
    ("NUM001", "de", "fr", "Rund 870 Personen flohen.", "Quelque 807\u00a0personnes ont fui."),
    ("NUM001", "en", "ja", "Call 300 people.", "500人に電話してください。"),
    ("NUM001", "en", "ar", "Some 3,400 families fled.", "فرّت حوالي ٤٣٠٠ أسرة."),
    (
        "COMP001",
        "en",
        "de",
        "The ship docked this morning with 300 people on board.",
        "The ship docked this morning with 300 people on board.",
    ),
    (
        "COMP001",
        "en",
        "es",
        "Women and girls face greater risks on the road.",
        "Women and girls face greater risks on the road, too.",
    ),
    ("FORM005", "en", "ja", "See {name} (page 3).", "{nom}（3ページ）をご覧ください。"),
    ("FORM002", "en", "de", "He said: “Nobody knows.”", "Er sagte: „Niemand weiß es."),
    ("FORM001", "en", "es", "What do we need?", "¿Qué necesitamos."),
    ("FORM003", "en", "de", "The ship left.", "Das das Schiff legte ab."),
    ("TYPO001", "de", "fr", "Wer hilft?", "Qui aide?"),
    (
        "COMP001",
        "de",
        "fr",
        "Frauen und Mädchen sind größeren Gefahren ausgesetzt.",
        "Frauen und Mädchen sind größeren Gefahren ausgesetzt.",
    ),
]


def _codes(source_language, target_language, source, target):
    unit = UnitToCheck("1", Segment(source_language, source), Segment(target_language, target))
    result = check_units(
        Path("f"),
        [unit],
        material=QaMaterial(),
        source_language=source_language,
        target_language=target_language,
    )
    return [finding.code for finding in result.findings if finding.severity is not Severity.INFO]


@pytest.mark.parametrize("case", _GOOD, ids=lambda case: f"{case[0]}-{case[1]}-{case[2]}")
def test_good_translations_are_left_in_peace(case):
    assert _codes(*case) == []


@pytest.mark.parametrize(("code", *"fgst"), _BAD)
def test_faults_are_found(code, f, g, s, t):
    assert code in _codes(f, g, s, t)
