"""Settings of all tests."""

import os

from hypothesis import settings

# Everybody's run draws the same examples, so that a failure can be made again; ACCORD_FUZZ=1 draws new ones.
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("fuzz", print_blob=True)
settings.load_profile("fuzz" if os.environ.get("ACCORD_FUZZ") else "repeatable")
