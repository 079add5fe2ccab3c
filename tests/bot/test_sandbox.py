"""A hostile message costs its own process and nothing else."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest

from bot.sandbox import BoundedReader, Unreadable
from nlp.limits import Limits


def mail(text: str = "Bonjour", name: str = "", data: bytes = b"") -> bytes:
    message = EmailMessage()
    message["From"] = "Anna <anna@client.example>"
    message["To"] = "ar@seller.example"
    message["Subject"] = "Test"
    message["Message-ID"] = "<1@client.example>"
    message.set_content(text)
    if name:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def slow_mail() -> bytes:
    """Every line is compared with the boundary of every open part."""
    depth = 90
    head = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return b"From: a@b.example\n" + head + b"\n" + b"--x\n" * 1_500_000


@pytest.fixture(scope="module")
def reader():
    with BoundedReader(Limits(), workers=2) as bounded:
        yield bounded


def test_a_message_is_opened_in_a_child(reader):
    opened = reader.open(mail("Wir zahlen am Freitag."))
    assert opened.new_text == "Wir zahlen am Freitag."
    assert opened.sender.email == "anna@client.example"


def test_a_message_that_takes_too_long_is_unreadable_and_the_next_one_is_read():
    with BoundedReader(Limits(seconds=1)) as reader:
        assert reader.open(mail("before")).new_text == "before"
        with pytest.raises(Unreadable, match=r"longer than 1 seconds|died"):
            reader.open(slow_mail())
        assert reader.open(mail("after")).new_text == "after"


def test_a_message_that_takes_too_much_memory_is_unreadable_and_the_next_one_is_read():
    with BoundedReader(Limits(memory_mb=40)) as reader:
        with pytest.raises(Unreadable, match=r"memory|died"):
            reader.open(mail("x " * 10_000_000))
        assert reader.open(mail("after")).new_text == "after"


def test_a_decompression_bomb_is_a_problem_of_its_document_alone(reader):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"0" * 20_000_000)
    opened = reader.open(mail("see the archive", "bomb.zip", packed.getvalue()))
    assert opened.new_text == "see the archive"
    assert [problem.code for problem in opened.documents[0].problems] == ["attachment_limit"]


def test_a_message_beyond_a_limit_says_which():
    with BoundedReader(Limits(parts=3)) as reader, pytest.raises(Unreadable, match="parts"):
        message = EmailMessage()
        message.set_content("x")
        for number in range(5):
            message.add_attachment(b"1", maintype="text", subtype="csv", filename=f"{number}.csv")
        reader.open(message.as_bytes())


def test_endless_nesting_is_refused(reader):
    head = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000))
    with pytest.raises(Unreadable, match=r"nested parts|died"):
        reader.open(b"From: a@b.example\n" + head)
    assert reader.open(mail("after")).new_text == "after"


def test_many_callers_share_the_children(reader):
    texts = [f"message {number}" for number in range(24)]
    with ThreadPoolExecutor(8) as callers:
        assert [opened.new_text for opened in callers.map(reader.open, map(mail, texts))] == texts


def test_a_closed_reader_leaves_no_process_and_reads_no_more():
    reader = BoundedReader(Limits())
    reader.open(mail())
    (process,) = [child._process for child in reader._children]
    reader.close()
    assert process.poll() is not None
    with pytest.raises(Unreadable, match="closed"):
        reader.open(mail())


def test_a_child_knows_no_secret_and_loads_no_model_and_no_database():
    code = (
        "import sys, nlp.mime, bot.sandbox; print(sorted({'thinc', 'sqlalchemy', 'dbos', 'numpy'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"


def test_a_reader_that_was_started_ahead_reads_as_any_other() -> None:
    with BoundedReader(Limits()) as started, BoundedReader(Limits()) as other:
        started.start()
        started.start()
        assert started.open(mail()) == other.open(mail())
