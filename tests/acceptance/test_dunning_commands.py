"""A person's word on dunning from the command line: stopped, let go on, given up, and told why."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.desk_folder import desk_folder


def test_a_stopped_customer_gets_no_letter_until_the_stop_is_lifted(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    stop = desk.run("stop-dunning", "K1", "--reason", "asked by phone", "--actor", "Ada")
    assert (stop.status, stop.err) == (0, "")
    dry = desk.run("dun", "--dry-run", "--why", "--json")
    assert [json.loads(line)["waits"]["why"] for line in dry.out.splitlines()] == ["manual"]
    (item,) = [json.loads(line) for line in desk.run("export", "open-items", "--json").out.splitlines()]
    assert item["on_hold"] == "manual"
    assert desk.run("resume-dunning", stop.out.strip(), "--reason", "agreed").status == 0
    assert len(desk.run("dun", "--dry-run", "--json").out.splitlines()) == 1


def test_what_cannot_be_done_is_named(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    assert desk.run("stop-dunning", "K1", "--reason", " ").status == 1
    assert desk.run("stop-dunning", "K1", "--reason", "why", "--until", "soon").status == 2
    assert desk.run("waive", "nothing", "--reason", "goodwill").status == 1
    assert desk.run("waive", "LT-2025-00090", "--reason", "goodwill").out.strip().startswith("DE01-W-")
    refused = desk.run("legal-file", "C-1", "--out", str(tmp_path / "papers"))
    assert refused.status == 1 and "C-1" in refused.err and not (tmp_path / "papers").exists()
