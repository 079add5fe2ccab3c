"""The form of public mails is read as a parser of other makers reads it (Perl's Email::MIME)."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.mime_agreement import agreement, is_installed, is_well_formed, mails_in, pythons_mails

PATTERNS = {
    "digest": b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/digest; boundary=x\n\n--x\n\n"
    b"Subject: one\n\nfirst\n--x\n\nSubject: two\n\nsecond\n--x--\n",
    "names": b"From: =?utf-8?Q?J=C3=BCrgen?= <j@b.example>\nSubject: =?iso-8859-1?Q?=DCber?=\n =?utf-8?B?IDQ3MTE=?=\n"
    b"MIME-Version: 1.0\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
    b"Content-Disposition: attachment;\n filename*0*=utf-8''Gr%C3%B6;\n filename*1*=%C3%9Fe.pdf\n\nJVBERi0xLjQ=\n",
    "date": b"From: a@b.example\nDate: 4 Nov 1999 21:42:45 -0000\n\nText\n",
}


@pytest.fixture(autouse=True)
def _judge() -> None:
    if not is_installed():
        pytest.skip("libemail-mime-perl is not installed")


def test_the_mails_that_python_tests_itself_with_are_read_alike() -> None:
    paths = mails_in([pythons_mails()])
    if not paths:
        pytest.skip("Python's own tests are not installed")
    found = agreement(paths)
    assert found.judged >= 25 and found.rate >= 0.99, found.disagreements


def test_what_mailers_write_is_read_alike(tmp_path: Path) -> None:
    for name, raw in PATTERNS.items():
        (tmp_path / f"{name}.eml").write_bytes(raw)
        assert is_well_formed(raw), name
    found = agreement(mails_in([tmp_path]))
    assert (found.judged, found.disagreements) == (len(PATTERNS), [])


def test_what_differs_is_told(tmp_path: Path) -> None:
    file = tmp_path / "windows.eml"
    file.write_bytes(
        b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n"
        b"Content-Transfer-Encoding: 8bit\n\nVAT \x80 12\n"
    )
    (told,) = agreement([file]).disagreements
    assert told == (file, "text", "VAT € 12", "VAT \x80 12")  # a sign that only Windows has there: what its writer saw
