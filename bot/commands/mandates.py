"""`o2cbot mandate …`: SEPA mandates, whether a debit may rest on one today and which sequence it has; revoking one."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.asking import app_of

if TYPE_CHECKING:
    pass

cli = typer.Typer(help="SEPA mandates: list them, revoke one.", no_args_is_help=True)


@cli.command("list")
def list_(context: typer.Context, customer: Annotated[str, typer.Option(help="Only of this customer")] = "") -> None:
    """Every mandate: its customer, account, whether it may be used today, and as what (FRST, RCUR, OOFF)."""
    app = app_of(context)
    today = app.now().date()
    with app.database.read() as uow:
        mandates = uow.mandates.where(**({"customer": customer} if customer else {}))
    for one in mandates:
        row = {
            "reference": one.reference,
            "customer": one.customer,
            "company": one.company,
            "scheme": one.scheme.value,
            "signed_on": one.signed_on.isoformat(),
            "iban": one.iban,
            "last_used_on": one.last_used_on.isoformat() if one.last_used_on else "",
            "revoked_on": one.revoked_on.isoformat() if one.revoked_on else "",
            "notice_days": one.told_before(app.desk.debit_notice_days),
            "valid": one.is_valid(today),
            "sequence": one.sequence().value,
        }
        state = f"{row['sequence']} next" if row["valid"] else "not to be used"
        print(json.dumps(row) if context.obj.json else f"{one.reference} {one.customer} {one.scheme.value}: {state}")


@cli.command()
def revoke(
    context: typer.Context,
    reference: str,
    reason: Annotated[str, typer.Option(help="Who withdrew it, and how")],
    on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="From which day on (default: business date)")] = "",
    actor: Annotated[str, typer.Option(help="Who notes it (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """No debit rests on the mandate any more."""
    from workflows.collections.debits import RevokeMandate, revoke_mandate
    from workflows.errors import O2CError

    app = app_of(context)
    try:
        day = date.fromisoformat(on) if on else app.now().date()
        with app.database.begin() as uow:
            print(*revoke_mandate(RevokeMandate(reference, day, reason, actor), uow, app.desk, app.now()))
    except (O2CError, ValueError) as refusal:
        print(refusal, file=sys.stderr)
        raise SystemExit(1) from None
