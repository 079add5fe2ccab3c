"""`o2cbot` as it is, but a silent worker counts as gone after seconds: a test that kills cannot wait half a minute."""

from __future__ import annotations

from functools import partial

import bot.runtime
from bot.__main__ import main
from bot.engine import Engine

DEAD_AFTER_SECONDS = 8.0

if __name__ == "__main__":
    bot.runtime.Engine = partial(Engine, dead_after_seconds=DEAD_AFTER_SECONDS)  # type: ignore[assignment,misc]
    main()
