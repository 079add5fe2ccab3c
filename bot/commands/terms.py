"""`o2cbot terms`: what payment terms mean, when an invoice of a day is due by them, and whether they run too long."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.asking import app_of

if TYPE_CHECKING:
    from bot.app import App
    from workflows.payment_terms.model import DueRule, PaymentTerms
    from workflows.ports import Desk

SAMPLE = Decimal(100)

cli = typer.Typer()


@cli.command()
def terms(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="Terms as somebody wrote them; without: those of all customers")] = "",
    issued: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Of the invoice (default: business date)")] = "",
    country: Annotated[str, typer.Option(help="Of the debtor, like FR: its holidays and the longest term")] = "",
) -> None:
    """Say what payment terms mean and when an invoice is due by them; terms longer than the law are named."""
    from workflows.errors import O2CError

    app = app_of(context)
    try:
        day = date.fromisoformat(issued) if issued else app.now().date()
        rows = [row_of(text, country.upper(), day, app.desk)] if text else list(rows_of_customers(app, day))
    except (O2CError, ValueError) as refusal:
        print(refusal, file=sys.stderr)
        raise SystemExit(1) from None
    for row in rows:
        print(json.dumps(row, ensure_ascii=False) if context.obj.json else in_words(row))
        if row["warning"]:
            print(f"{row['customer'] or row['terms']}: {row['warning']}", file=sys.stderr)


def rows_of_customers(app: App, day: date) -> Iterator[dict[str, Any]]:
    from workflows.ports import Not

    with app.database.read() as uow:
        customers = uow.customers.where(payment_terms=Not(""))
    for customer in customers:
        yield row_of(customer.payment_terms, customer.country, day, app.desk, customer.number)


def warnings(app: App) -> list[str]:
    """Customers whose terms run longer than their country's law lets them, one line each."""
    rows = rows_of_customers(app, app.now().date())
    return [f"warning: {row['customer']}: {row['terms']}: {row['warning']}" for row in rows if row["warning"]]


def row_of(text: str, country: str, day: date, desk: Desk, customer: str = "") -> dict[str, Any]:
    """One set of terms with the days of an invoice of `day`. Raises TermsUnclear."""
    from workflows.payment_terms.ceilings import too_long
    from workflows.payment_terms.due import due_on, schedule
    from workflows.payment_terms.model import OnHoliday
    from workflows.payment_terms.reading import read_terms

    found = read_terms(text)
    how = desk.terms.on_holiday.get(country, OnHoliday.KEEP)
    parts = schedule(found, day, SAMPLE, "EUR", how=how, country=country, holidays=desk.holidays)
    ceiling = desk.terms.ceilings.get(country)
    excess = too_long(found, ceiling) if ceiling else None
    return {
        "customer": customer,
        "terms": text,
        "means": described(found),
        "issued": day.isoformat(),
        "due": [{"date": on.isoformat(), "percent": f"{amount.normalize():f}"} for on, amount in parts],
        "discounts": [
            {"percent": f"{one.percent:f}", "until": due_on(one.rule, day).isoformat()} for one in found.discounts
        ],
        "warning": str(excess) if excess else "",
    }


def in_words(row: dict[str, Any]) -> str:
    due = ", ".join(f"{one['percent']} % on {one['date']}" for one in row["due"])
    less = "".join(f"; {one['percent']} % less until {one['until']}" for one in row["discounts"])
    return f"{row['customer'] + ' ' if row['customer'] else ''}{row['terms']}: {row['means']}; due {due}{less}"


def described(found: PaymentTerms) -> str:
    """The rule in plain words, so that a person sees how it was understood."""
    shares = [f"{share.percent:.4g} %: {_rule(share.rule)}" for share in found.shares]
    return "; ".join(shares) if len(shares) > 1 else _rule(found.shares[0].rule)


def _rule(rule: DueRule) -> str:
    steps = []
    if rule.month_end == "first":
        steps.append("the end of the invoice's month")
    steps += [f"{rule.months} months"] * bool(rule.months) + [f"{rule.days} days"] * bool(rule.days)
    if rule.month_end == "last":
        steps.append("the end of that month")
    if rule.day_of_month:
        steps.append(f"the next {rule.day_of_month}. of a month")
    return ", then ".join(steps) or "at once"
