"""Addresses of databases: paths like others, and no password in anything that is shown."""

import copy
import pickle
from pathlib import Path

import pytest

from tmx.address import StoreAddress, address_of, place_of
from tmx.errors import StoreError

SHOWN = {
    "postgresql://host/db": "postgresql://host/db",
    "postgres://host/db": "postgresql://host/db",
    "postgresql:///db?host=/run/x": "postgresql:///db?host=/run/x",
    "postgresql://me@host:5433/db": "postgresql://me@host:5433/db",
    "postgresql://me:secret@host/db": "postgresql://me@host/db",
    "postgresql://me:sec/ret@host/db": "postgresql://me@host/db",
    "postgresql://me:sec@ret@host/db": "postgresql://me@host/db",
    "postgresql://me:sec?secret@host/db": "postgresql://…",
    "postgresql://host/db?password=secret&port=1": "postgresql://host/db?port=1",
    "postgresql://host/db?sslpassword=secret": "postgresql://host/db",
}


@pytest.mark.parametrize(("url", "shown"), SHOWN.items())
def test_what_is_shown_holds_no_password(url, shown):
    address = address_of(url)
    told = [str(address), f"{address}", repr(address), str(StoreError("no", path=address)), str(copy.copy(address))]
    assert told[0] == shown
    assert not any("secret" in text or "sec/" in text for text in told)
    assert address.url == "postgresql://" + url.partition("://")[2]
    assert pickle.loads(pickle.dumps(address)).url == address.url


@pytest.mark.parametrize("name", ["memory.db", "postgresql", "postgresql.db", "a/postgresql:/b", "http://x/y", ""])
def test_files_are_no_addresses(name):
    assert address_of(name) is None
    assert address_of(Path(name)) is None
    assert not isinstance(place_of(name), StoreAddress)


def test_a_path_that_was_an_address_is_one_again():
    url = "postgresql://me:secret@host:5/db"
    assert address_of(Path(url)).url == url
    assert address_of(address_of(url)).url == url
    assert str(StoreError("no", path=url).path) == "postgresql://me@host:5/db"


def test_an_address_is_no_file():
    address = place_of("postgresql://host/db")
    assert (address.suffix, address.is_file(), address.is_dir(), address.exists()) == (".db", False, False, True)
