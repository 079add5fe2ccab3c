"""Each hostile message is read or refused by name, within seconds and memory, without a trace outside its process."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox import BoundedReader, Unreadable
from nlp.limits import Limits
from tests.bot.hostile_mail import mail
from tests.bot.hostile_samples import MEMORY_MB, SAMPLES, SECONDS

FORBIDDEN = "no reader needs"  # what the reader says of a message that made it write, connect or start something
REFUSED = frozenset(
    "zip_wide_and_nested tnef_with_thousands_of_files pdf_unfolding messages_nested_two_thousand_deep "
    "parts_nested_two_thousand_deep parts_twenty_thousand boundary_of_nothing boundary_missing boundaries_that_collide"
    .split()
)  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[BoundedReader]:
    with BoundedReader(Limits()) as bounded:
        yield bounded


def peak_mb(reader: BoundedReader) -> int:
    """The most memory that the child ever had; a child that died had no more than it was allowed."""
    process = reader._children[0]._process
    status = Path(f"/proc/{process.pid}/status") if process is not None else None
    if status is None or not status.exists():
        return 0
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="ascii"))
    return int(found[1]) // 1024 if found else 0


@pytest.mark.parametrize("name", SAMPLES)
def test_it_is_read_or_refused_by_name_in_time_and_memory(name: str, reader: BoundedReader) -> None:
    raw = SAMPLES[name]()
    reader.open(mail(text="vorher"))  # the child is there
    begun, why = time.monotonic(), ""
    try:
        reader.open(raw)
    except Unreadable as error:
        why = str(error)
    assert time.monotonic() - begun < SECONDS
    assert peak_mb(reader) < MEMORY_MB
    assert bool(why) is (name in REFUSED) and FORBIDDEN not in why and "longer than" not in why
    assert reader.open(mail(text="nachher")).new_text == "nachher"


def test_there_are_samples_of_every_kind() -> None:
    assert len(SAMPLES) >= 60
    kinds = {name.partition("_")[0] for name in SAMPLES}
    assert set("zip xml docx xlsx pdf html csv tnef header addresses charsets dates".split()) <= kinds


SECRET = "root:x:0"


@pytest.mark.parametrize(
    "name", ["xml_reads_a_file", "xml_included", "xml_parameter_entities", "xlsx_reads_a_file", "zip_with_links"]
)
def test_no_file_of_this_machine_becomes_text(name: str, reader: BoundedReader) -> None:
    opened = reader.open(SAMPLES[name]())
    assert SECRET not in repr(opened)


@pytest.mark.parametrize("name", ["zip_names_that_climb", "names_that_climb", "uuencoded", "pdf_javascript_and_files"])
def test_a_name_leads_nowhere_and_hides_nothing(name: str, reader: BoundedReader) -> None:
    opened = reader.open(SAMPLES[name]())
    for document in opened.documents:
        assert "/" not in document.name and "\\" not in document.name and document.name not in (".", "..")
        assert document.name.isprintable() and len(document.name) <= 150
    assert not Path("/tmp/geschrieben").exists() and not Path("/tmp/geschrieben.pdf").exists()


def test_nothing_hidden_becomes_a_word_of_the_sender(reader: BoundedReader) -> None:
    opened = reader.open(SAMPLES["html_active"]())
    assert "500 Stück" not in opened.new_text and "Guten Tag" in opened.new_text


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("zip_by_ratio", "attachment_limit"),
        ("zip_by_count", "attachment_limit"),
        ("zip_overlapping", "attachment_limit"),
        ("zip_lying_about_its_size", "broken_file"),
        ("zip_with_password", "encrypted"),
        ("xlsx_declares_millions_of_rows", "attachment_limit"),
        ("docx_bomb", "attachment_limit"),
        ("xml_asks_a_server", "xml_doctype"),
        ("html_deep", "text_cut"),
        ("html_many_attributes", "text_cut"),
        ("html_wide_table", "text_cut"),
        ("charsets_unknown", "charset_repaired"),
        ("pdf_ten_thousand_pages", "document_cut"),
        ("dates_out_of_time", "date_unreadable"),
        ("external_body", "partial_message"),
    ],
)
def test_what_was_not_read_is_named(name: str, code: str, reader: BoundedReader) -> None:
    opened = reader.open(SAMPLES[name]())
    found = [*opened.problems, *(problem for document in opened.documents for problem in document.problems)]
    assert code in {problem.code for problem in found}
