"""The top floor: documents, workflows, checks of a translation, reports and the ``accord`` command.

The names below are what programs are meant to use; each is imported when it is asked for.
"""

TYPE_CHECKING = False  # typing's own, which type checkers know; the command starts sooner without that module
if TYPE_CHECKING:
    from toolkit.model import Finding
    from toolkit.workflows.align import align_documents
    from toolkit.workflows.build import BuildOptions, build
    from toolkit.workflows.qa import check_translation

__all__ = ["BuildOptions", "Finding", "align_documents", "build", "check_translation"]

_HOME = {
    "BuildOptions": "toolkit.workflows.build",
    "Finding": "toolkit.model",
    "align_documents": "toolkit.workflows.align",
    "build": "toolkit.workflows.build",
    "check_translation": "toolkit.workflows.qa",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
