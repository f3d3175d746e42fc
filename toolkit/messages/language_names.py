"""The names of languages as messages use them: ``tr(language.name)``."""

from toolkit.messages import N_

__all__ = ["LANGUAGE_NAMES"]

# Those that releases and their glossaries are most often in; any other keeps its English name.
LANGUAGE_NAMES = (
    N_("Arabic"),
    N_("Chinese"),
    N_("Dutch"),
    N_("English"),
    N_("French"),
    N_("German"),
    N_("Italian"),
    N_("Polish"),
    N_("Portuguese"),
    N_("Russian"),
    N_("Spanish"),
    N_("Turkish"),
    N_("Ukrainian"),
)
