"""`o2cbot`: the command line; each command is a few lines over `bot.app`, and nothing heavy is imported too early."""

from __future__ import annotations

import gc
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import (
    archive,
    arrangements,
    billing,
    campaigns,
    collecting,
    credit,
    debits,
    desk,
    mail,
    mandates,
    money,
    records,
    refunds,
    terms,
)
from bot.commands.asking import EXIT_UNUSABLE, Globals, say, unusable

LOOKED_THROUGH_AFTER = 20_000  # new objects, not 700: nearly all that a start makes stays
GLOBAL_OPTIONS = {"--config": True, "--as-of": True, "--json": False}  # option -> takes a value

cli = typer.Typer(
    name="o2cbot",
    help="Reads customers' mail, keeps the receivables, answers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for group in (desk, mail, money, billing, collecting, terms, records):
    cli.add_typer(group.cli)  # without a name: its commands stand beside the others
NAMED = {
    "archive": archive,
    "arrangement": arrangements,
    "campaign": campaigns,
    "credit": credit,
    "debit": debits,
    "mandate": mandates,
    "refund": refunds,
}
for name, group in NAMED.items():
    cli.add_typer(group.cli, name=name)


@cli.callback()
def main_options(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="Configuration (default: $O2CBOT_CONFIG or ./bot.toml)")] = None,
    as_of: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Business date (default: today)")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output")] = False,
) -> None:
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        unusable(f"--as-of {as_of!r} is not a date like 2026-02-16")
    context.obj = Globals(config or Path(os.environ.get("O2CBOT_CONFIG", "bot.toml")), day, as_json)


def hoisted(arguments: list[str]) -> list[str]:
    """Global options may stand anywhere ("o2cbot dun --json"): they are moved to the front."""
    front, rest = [], []
    remaining = iter(arguments)
    for argument in remaining:
        name = argument.partition("=")[0]
        if argument == "--":
            rest += [argument, *remaining]
        elif name in GLOBAL_OPTIONS:
            front.append(argument)
            if GLOBAL_OPTIONS[name] and "=" not in argument:
                front += [value for value in [next(remaining, None)] if value is not None]
        else:
            rest.append(argument)
    return front + rest


def main() -> None:
    """Runs a command; a refusal is one clear sentence, never a traceback."""
    from workflows.errors import O2CError

    gc.set_threshold(LOOKED_THROUGH_AFTER)
    # Read by numpy when it is loaded. Its products are small here: several threads mostly wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        cli(args=hoisted(sys.argv[1:]))
    except O2CError as error:
        say(str(error))
        raise SystemExit(EXIT_UNUSABLE) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        say(f"{error.filename or 'the operating system'}: {error.strerror}")
        raise SystemExit(EXIT_UNUSABLE) from None
    except Exception as error:
        # The database's driver speaks in its own classes; everything else is a fault of ours and shows its trace.
        if not hasattr(error, "orig"):
            raise
        say(f"the database failed: {error.orig}; nothing that was committed is lost")
        raise SystemExit(EXIT_UNUSABLE) from None


if __name__ == "__main__":
    main()
