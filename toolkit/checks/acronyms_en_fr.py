"""Acronyms that differ between English and French: facts of usage, for texts whose glossary does not have them."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

__all__ = ["well_known_acronyms"]

# English, French; only pairs in which the English form is not also in use in French texts.
_ENGLISH_FRENCH = """
    AfDB:BAD AIDS:SIDA ARDS:SDRA BMI:IMC CFSP:PESC CJEU:CJUE COPD:BPCO CSDP:PSDC CSO:OSC CTBT:TICE DNA:ADN DPRK:RPDC
    DRC:RDC ECB:BCE ECHR:CEDH ECOWAS:CEDEAO EEA:EEE EEZ:ZEE EIB:BEI EU:UE FDI:IDE FTA:ALE GDP:PIB GDPR:RGPD GHG:GES
    GMO:OGM GMOs:OGM GNP:PNB HIV:VIH IAEA:AIEA IBRD:BIRD ICAO:OACI ICC:CPI ICJ:CIJ ICRC:CICR ICU:USI IDB:BID IDP:PDI
    IFAD:FIDA IFRC:FICR ILO:OIT IMF:FMI IMO:OMI IOM:OIM IPCC:GIEC IUCN:UICN IVF:FIV LDC:PMA MDG:OMD MDGs:OMD MRI:IRM
    NATO:OTAN NCD:MNT NCDs:MNT NGO:ONG NGOs:ONG NSAID:AINS NSAIDs:AINS OAS:OEA ODA:APD OECD:OCDE OHCHR:HCDH PPE:EPI
    RNA:ARN mRNA:ARNm SDG:ODD SDGs:ODD SME:PME SMEs:PME STD:MST STI:IST TFEU:TFUE UAE:EAU UN:ONU UNAIDS:ONUSIDA
    UNCTAD:CNUCED UNDP:PNUD UNECE:CEE-ONU UNEP:PNUE UNFPA:FNUAP UNHCR:HCR UNODC:ONUDC UNWTO:OMT USSR:URSS VAT:TVA
    WFP:PAM WHO:OMS WIPO:OMPI WMO:OMM WTO:OMC
"""


@cache
def well_known_acronyms(source_language: str, target_language: str) -> Mapping[str, str]:
    """The acronym in the target language for each well-known one of the source language, by their primary subtags.

    Of several English ones for a French one (``NGO``, ``NGOs``) it has the first.
    """
    pairs = [(english, french) for english, _, french in (pair.partition(":") for pair in _ENGLISH_FRENCH.split())]
    if (source_language, target_language) == ("en", "fr"):
        return MappingProxyType(dict(pairs))
    if (source_language, target_language) == ("fr", "en"):
        return MappingProxyType({french: english for english, french in reversed(pairs)})
    return MappingProxyType({})
