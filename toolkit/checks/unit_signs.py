"""The signs of units that all languages share: the metric system, and what stands on machines and packages."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["UNIT_SIGNS"]

_PREFIXES = {"n": 1e-9, "µ": 1e-6, "μ": 1e-6, "m": 1e-3, "c": 1e-2, "d": 1e-1, "": 1.0, "h": 1e2}
_PREFIXES |= {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
# what is measured, the sign, its size in the base unit, the prefixes that are met in life; a volt alone or an ampere
# is a letter like others
_PREFIXED = (
    ("length", "m", 1.0, ("n", "µ", "μ", "m", "c", "", "k")),
    ("mass", "g", 1e-3, ("n", "µ", "μ", "m", "", "k")),
    ("volume", "l", 1.0, ("µ", "μ", "m", "c", "d", "", "h")),
    ("volume", "L", 1.0, ("µ", "μ", "m", "c", "d", "")),
    ("power", "W", 1.0, ("m", "", "k", "M", "G")),
    ("energy", "Wh", 3600.0, ("", "k", "M", "G", "T")),
    ("energy", "J", 1.0, ("k", "M")),
    ("energy", "cal", 4.184, ("", "k")),
    ("voltage", "V", 1.0, ("m", "", "k")),
    ("current", "A", 1.0, ("m",)),
    ("frequency", "Hz", 1.0, ("", "k", "M", "G")),
    ("pressure", "Pa", 1.0, ("", "h", "k", "M")),
    ("pressure", "bar", 1e5, ("m", "")),
    ("amount", "mol", 1.0, ("n", "µ", "μ", "m", "")),
    ("days", "s", 1 / 86400, ("n", "µ", "μ", "m", "")),
)

UNIT_SIGNS: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        prefix + sign: (dimension, _PREFIXES[prefix] * size)
        for dimension, sign, size, prefixes in _PREFIXED
        for prefix in prefixes
    }
    | {
        "mcg": ("mass", 1e-9),
        "t": ("mass", 1000.0),
        "km/h": ("speed", 0.2777778),
        "min": ("days", 1 / 1440),
        "mm²": ("area", 1e-6),
        "cm²": ("area", 1e-4),
        "m²": ("area", 1.0),
        "km²": ("area", 1e6),
        "ha": ("area", 10000.0),
        "cm³": ("volume", 0.001),
        "m³": ("volume", 1000.0),
        "°C": ("Celsius", 1.0),
        "°F": ("Fahrenheit", 1.0),
        "%": ("share", 0.01),
        "‰": ("share", 0.001),
    }
)
"""What a sign measures, and its size in the base unit."""
