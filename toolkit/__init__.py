"""The top floor: documents, workflows, checks of a translation, reports and the ``accord`` command."""
