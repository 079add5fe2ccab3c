"""Text recognition by tesseract: the program gets a picture on its standard input and decodes it itself.

It runs in a process of its own, under the limits of the one that asks: no file is written, no network is used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import lru_cache

from nlp.documents.lines import Letter
from nlp.documents.scan import Recognizer, words_in

PROGRAM = "tesseract"
LANGUAGES = ("deu", "fra", "eng")
SECONDS = 3.0  # for a page; a message has ten in all


def installed_program() -> str:
    """Where the program is; "" without it."""
    return shutil.which(PROGRAM) or ""


@lru_cache(maxsize=1)
def installed_recognizer() -> Recognizer | None:
    """Tesseract with those of our languages that are installed; None without the program."""
    program = installed_program()
    if not program:
        return None
    try:
        told = _run([program, "--list-langs"], b"").decode("utf-8", "replace")
    except (RuntimeError, OSError, ValueError):
        return None
    languages = "+".join(code for code in LANGUAGES if code in told.split())
    if not languages:
        return None

    def recognize(picture: bytes) -> list[Letter]:
        command = [program, "stdin", "stdout", "-l", languages, "tsv"]
        return words_in(_run(command, picture).decode("utf-8", "replace"))

    return recognize


def _run(command: Sequence[str], given: bytes) -> bytes:
    """What a program prints; RuntimeError where it fails or takes too long.

    One thread: several of them take ten times as long where cores are few.
    """
    environment = {"PATH": os.defpath, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, env=environment, check=False)
    except subprocess.TimeoutExpired:
        raise RuntimeError("it took too long") from None
    if done.returncode:
        raise RuntimeError(done.stderr.decode("utf-8", "replace").strip()[-120:] or f"status {done.returncode}")
    return done.stdout
