"""What the packages offer to programs, and what they load for it."""

import importlib
import subprocess
import sys

import pytest

import termbase
import tmx
import toolkit

PACKAGES = (tmx, termbase, toolkit)
NAMES = [(package, name) for package in PACKAGES for name in package.__all__]


@pytest.mark.parametrize(("package", "name"), NAMES, ids=[f"{p.__name__}.{n}" for p, n in NAMES])
def test_public_name_is_there_and_documented(package, name):
    thing = getattr(package, name)
    assert thing.__name__ == name
    assert thing.__doc__
    assert name in importlib.import_module(thing.__module__).__all__


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_another_name_is_refused(package):
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        package.nothing  # noqa: B018  the access is the test


def test_importing_a_package_loads_nothing_of_it():
    code = "import sys, tmx, termbase, toolkit; print([m for m in ('lxml', 'numpy', 'tmx.model') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
