"""The checks: one a file, each with a code, a page of documentation and examples of its own.

``registry`` holds the list of them, ``check`` says what a check is given and what it says. The other modules without a
``CHECK`` are what several checks share: ``figures`` and ``measures`` (numbers), ``markup`` (tags and placeholders),
``lexical`` (which word stands for which), ``omissions`` and ``terms``.
"""
