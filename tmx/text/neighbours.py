"""Function words of the languages that stand beside French and English in a file, enough to tell a text in them.

For the other languages nothing more is known of them; see :mod:`tmx.text.languages` for those that have rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["NEIGHBOURS"]

_WORDS = {
    "de": """der die das den dem des ein eine einen einem einer eines und oder aber nicht auch nur noch schon sehr mit
        von vom zu zum zur bei beim nach aus auf für über unter durch gegen ohne um im ins am an als wie wenn dass weil
        ist sind war waren wird werden wurde wurden worden hat haben hatte hatten kann können soll sollen muss müssen
        sich sie er es wir ihr ihre ihren ihrem seine seinen seiner dieser diese dieses diesen zwischen sowie""",
    "es": """a de la en un si me te el los las unos unas una del al y e o pero con sin sobre hasta desde para por como
        más muy también ya no ni lo le les su sus nos se que cual quien cuando donde porque este esta estos estas ese
        esa esos esas es son fue fueron era eran será serán está están ha han había hay ser estar sido tiene tienen
        puede pueden entre""",
    "it": """a di la le l un si se il lo gli i uno una del dello della dei degli delle al allo alla ai agli alle dal
        dalla dai dalle nel nella nei nelle sul sulla sui sulle e ed o ma con senza per come più molto anche già non né
        che chi cui quando dove perché questo questa questi queste è sono era erano sarà saranno ha hanno aveva essere
        stato stata stati si loro suo sua suoi sue tra fra può possono""",
    "pt": """a de em se me te o os as um uma uns umas do da dos das ao aos à às no na nos nas pelo pela pelos pelas e ou
        mas com sem sobre até desde para por como mais muito também já não nem lhe seu sua seus suas que quem quando
        onde porque este esta estes estas esse essa isso é são foi foram era eram será serão está estão há tem têm ser
        sido pode podem entre""",
    "nl": """de het een en of maar niet ook nog al zeer met van voor bij naar uit op over onder door tegen zonder om
        in aan als dan dat die dit deze is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen
        moet moeten zal zullen zich zij hij wij we ze hun haar tussen er te meer""",
}

NEIGHBOURS: Mapping[str, frozenset[str]] = MappingProxyType(
    {tag: frozenset(words.split()) for tag, words in _WORDS.items()}
)
