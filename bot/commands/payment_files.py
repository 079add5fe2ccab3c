"""What refunds and direct debits share on the command line: one transaction a decision, and the file for the bank."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from workflows.errors import O2CError

if TYPE_CHECKING:
    from bot.app import App
    from bot.storage.unit_of_work import SqlUnitOfWork


class PaymentFile(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def bytes(self) -> bytes: ...


def decide(app: App, change: Callable[[SqlUnitOfWork], tuple[str, ...]]) -> tuple[str, ...]:
    """Prints the ids that the change gives; a refusal ends the command."""
    try:
        with app.database.begin() as uow:
            made = change(uow)
    except O2CError as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None
    for number in made:
        print(number)
    return made


def write(app: App, number: str, folder: Path, file_of: Callable[[str, SqlUnitOfWork], PaymentFile]) -> None:
    """Writes the file of what was ordered, whose order is kept already: what cannot be written now can be later."""
    try:
        with app.database.read() as uow:
            found = file_of(number, uow)
        path = folder / Path(found.name).name
        path.write_bytes(found.bytes)
    except O2CError as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"{folder}: {error.strerror}; `file {number}` writes it again", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{path}", err=True)
