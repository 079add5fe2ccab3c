"""Folder names as people write them, and sets of uids as servers take them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.imap_folders import SET_CHARACTERS, Namespaces, full_name, uid_sets

DOVECOT: Namespaces = (("", "/"), ("shared/", "/"))
COURIER: Namespaces = (("INBOX.", "."), ("shared.", "."), ("user.", "."))
EXCHANGE: Namespaces = (("", "/"), ("Public Folders/", "/"))
FLAT: Namespaces = (("", ""),)


@pytest.mark.parametrize(
    ("written", "spaces", "name"),
    [
        ("inbox", COURIER, "INBOX"),
        ("Done/2026", DOVECOT, "Done/2026"),
        ("Done/2026", COURIER, "INBOX.Done.2026"),
        ("INBOX/Done", COURIER, "INBOX.Done"),
        ("INBOX.Done", COURIER, "INBOX.Done"),
        ("INBOX/Done", (("", "."),), "INBOX.Done"),
        ("inbox/Done", DOVECOT, "INBOX/Done"),
        ("shared/ar", DOVECOT, "shared/ar"),
        ("shared/ar/2026", COURIER, "shared.ar.2026"),
        ("shared.ar", COURIER, "shared.ar"),
        ("user/anna/ar", COURIER, "user.anna.ar"),
        ("Public Folders/AR", EXCHANGE, "Public Folders/AR"),
        ("shared", COURIER, "INBOX.shared"),
        ("Été", COURIER, "INBOX.Été"),
        ("Done/2026", FLAT, "Done/2026"),
    ],
)
def test_a_name_finds_its_namespace(written: str, spaces: Namespaces, name: str) -> None:
    assert full_name(written, spaces) == name


@given(st.sets(st.integers(1, 2**32 - 1) | st.integers(1, 3000), max_size=400))
def test_sets_of_uids_hold_every_uid_once_and_fit_into_a_line(uids: set[int]) -> None:
    found: list[int] = []
    for text, chosen in uid_sets(uids):
        assert len(text) <= SET_CHARACTERS
        named = [part.split(":") for part in text.split(",")]
        assert [uid for part in named for uid in range(int(part[0]), int(part[-1]) + 1)] == chosen
        found += chosen
    assert found == sorted(uids)
