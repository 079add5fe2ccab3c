"""Progress is for persons: a pipe sees nothing of it."""

from __future__ import annotations

import pytest

from bot.progress import shown


@pytest.mark.parametrize(("terminal", "bar"), [(True, True), (False, False)])
def test_only_a_terminal_sees_a_bar(
    terminal: bool, bar: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    with shown("working", 10) as tell:
        tell(4)
    seen = capsys.readouterr()
    assert (seen.out, bool(seen.err)) == ("", bar)
