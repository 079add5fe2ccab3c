"""The process that reads mail can neither write nor connect nor start anything; that it tried costs the message."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import os, socket, subprocess, sys, tempfile
from bot.confinement import Forbidden, bind, confine
from nlp.limits import Limits
bind(Limits())
tried = confine(sys.argv[2] if len(sys.argv) > 2 else "")
try:
    {statement}
except Forbidden as error:
    print("refused", tried())
except OSError as error:
    print("refused" if tried() else "system", type(error).__name__)
else:
    print("done")
"""


def outcome(statement: str, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(statement=statement), *arguments],
        capture_output=True, text=True, env=environment, check=True, timeout=60,
    )  # fmt: skip
    return done.stdout.split()[0]


@pytest.mark.parametrize(
    "statement",
    [
        "open(sys.argv[1], 'w')", "open(sys.argv[1], 'ab')", "os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY)",
        "os.mkdir(sys.argv[1])", "os.symlink('/etc/passwd', sys.argv[1])", "os.rename('/tmp', sys.argv[1])",
        "tempfile.TemporaryFile()", "tempfile.mkdtemp()", "__import__('shutil').copy('/etc/hostname', sys.argv[1])",
        "socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo('mail.example', 80)", "socket.socket()",
        "subprocess.run(['true'])", "os.system('true')", "os.fork()", "os.posix_spawn('/bin/true', ['true'], {})",
        "__import__('urllib.request').request.urlopen('http://127.0.0.1/')",
    ],
)  # fmt: skip
def test_nothing_is_written_connected_or_started(statement: str, tmp_path: Path) -> None:
    target = tmp_path / "written"
    assert outcome(statement, str(target)) == "refused"
    assert not target.exists()


@pytest.mark.parametrize(
    "statement", ["open('/etc/hostname').read()", "open(os.devnull, 'w').write('x')", "sorted('x')"]
)
def test_reading_goes_on(statement: str, tmp_path: Path) -> None:
    assert outcome(statement, str(tmp_path / "written")) == "done"


def test_the_one_program_that_is_named_may_be_started(tmp_path: Path) -> None:
    run = "subprocess.run(['/bin/true'], input=b'x', capture_output=True)"
    assert outcome(run, str(tmp_path / "x"), "/bin/true") == "done"
    assert outcome(run, str(tmp_path / "x"), "/bin/false") == "refused"


def test_without_the_hook_there_is_still_no_network_where_the_system_lets_one_give_it_up() -> None:
    code = """
import socket
from bot.confinement import leave_network
with socket.socket() as server:
    server.bind(("127.0.0.1", 0)); server.listen()
    port = server.getsockname()[1]
    if not leave_network():
        print("kept")
    else:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5); print("connected")
        except OSError:
            print("none")
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() in ("none", "kept")
