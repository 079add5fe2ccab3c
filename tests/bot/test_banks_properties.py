"""What is written in a format is read again to the cent, and no damage to an amount goes unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.banks import read_bank_file
from tests.bot.test_banks_camt import camt, ntry, tx
from tests.bot.test_banks_others import cfonb, detail
from workflows.errors import BadInput

OPENING = Decimal("100.00")
PUNCHED = {1: "{ABCDEFGHI", -1: "}JKLMNOPQR"}


@dataclass(frozen=True)
class Movement:
    cents: int
    name: str
    text: str
    reference: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.cents) / 100


MOVEMENTS = st.lists(
    st.builds(
        Movement,
        cents=st.integers(-(10**9), 10**9).filter(bool),
        name=st.text("ABCDEFGHIJ", min_size=1, max_size=20),
        text=st.text("ABC 0123456789-.", min_size=1, max_size=60).map(str.strip).filter(bool),
        reference=st.text("ABCDEFGH0123456789", min_size=7, max_size=16),
    ),
    max_size=8,
)


def closing_of(movements: list[Movement]) -> Decimal:
    return OPENING + sum((each.amount for each in movements), Decimal(0))


def as_camt(movements: list[Movement]) -> bytes:
    closing = closing_of(movements)
    entries = []
    for each in movements:
        amount, role = f"{abs(each.amount):.2f}", "Dbtr" if each.cents > 0 else "Cdtr"
        details = tx(amount, f"<Pty><Nm>{each.name}</Nm></Pty>", f"<Ustrd>{each.text}</Ustrd>").replace("Dbtr", role)
        entry = ntry(amount, details, "CRDT" if each.cents > 0 else "DBIT")
        entries.append(entry.replace("REF1", each.reference))
    data = camt(*entries, closing=f"{abs(closing):.2f}").decode()
    if closing < 0:
        place = data.rindex("CRDT", 0, data.index("</Bal>", data.index("CLBD")))
        data = data[:place] + "DBIT" + data[place + 4 :]
    return data.encode()


def as_mt940(movements: list[Movement]) -> bytes:
    def balance(amount: Decimal) -> str:
        return f"{'C' if amount >= 0 else 'D'}260310EUR{abs(amount):.2f}".replace(".", ",")

    lines = [":20:X", ":25:12030000/202051", ":28C:7/1", f":60F:{balance(OPENING)}"]
    for each in movements:
        amount = f"{abs(each.amount):.2f}".replace(".", ",")
        field = f"166?00GUT?20SVWZ+{each.text}?32{each.name}"
        lines.append(f":61:2603110310{'C' if each.cents > 0 else 'D'}{amount}NTRFNONREF//{each.reference}")
        lines.append(":86:" + "\r\n".join(field[start : start + 65] for start in range(0, len(field), 65)))
    return "\r\n".join([*lines, f":62F:{balance(closing_of(movements))}", "-", ""]).encode()


def as_cfonb(movements: list[Movement]) -> bytes:
    def amount(cents: int) -> str:
        figures = f"{abs(cents):014d}"
        return figures[:-1] + PUNCHED[1 if cents >= 0 else -1][int(figures[-1])]

    lines = [cfonb("01", "090326", amount(int(OPENING * 100)))]
    for each in movements:
        lines.append(cfonb("04", "100326", amount(each.cents), "VIR", "05", each.reference))
        lines += [detail("NPY" if each.cents > 0 else "NBE", each.name), detail("LCC", each.text)]
    return "\n".join([*lines, cfonb("07", "100326", amount(int(closing_of(movements) * 100)))]).encode()


def as_csv(movements: list[Movement]) -> bytes:
    lines = ["Buchungstag;Auftraggeber/Empfänger;Verwendungszweck;Betrag;Saldo;Währung;Bankreferenz"]
    reached = OPENING
    for each in movements:
        reached += each.amount
        figures = f"{each.amount:.2f};{reached:.2f}".replace(".", ",")
        lines.append(f'10.03.2026;{each.name};"{each.text}";{figures};EUR;{each.reference}')
    return "\n".join(lines).encode()


WRITERS: dict[str, Callable[[list[Movement]], bytes]] = {
    "camt": as_camt, "mt940": as_mt940, "cfonb": as_cfonb, "csv": as_csv,
}  # fmt: skip


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=60, deadline=None)
@given(movements=MOVEMENTS)
def test_what_is_written_is_read_again(form: str, movements: list[Movement]) -> None:
    if form == "csv" and not movements:
        return
    (statement,) = read_bank_file("x", WRITERS[form](movements))
    told = [(entry.amount, entry.payer_name, "".join(entry.texts), entry.bank_reference) for entry in statement.entries]
    assert told == [(each.amount, each.name, each.text, each.reference) for each in movements]
    assert {entry.booking_date for entry in statement.entries} <= {date(2026, 3, 10)}
    assert Decimal(statement.closing or "0") == closing_of(movements)


SAMPLE = [
    Movement(123456, "ANKER", "RE X", "ABCDEFGH"),
    Movement(-9870, "BIRKE", "GS X", "BCDEFGHA"),
    Movement(50001, "CEDRE", "RE Y", "CDEFGHAB"),
]


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=150, deadline=None)
@given(place=st.floats(0, 1), new=st.sampled_from(list("0123456789,.-xO ")), cut=st.booleans())
def test_no_damage_changes_an_amount_unnoticed(form: str, place: float, new: str, cut: bool) -> None:
    whole = WRITERS[form](SAMPLE).decode()
    at = int(place * (len(whole) - 1))
    damaged = whole[:at] if cut else whole[:at] + new + whole[at + 1 :]
    try:
        statements = read_bank_file("x", damaged.encode())
    except BadInput:
        return
    told = [entry.amount for one in statements for entry in one.entries]
    amounts = [each.amount for each in SAMPLE]
    if form == "csv":  # nothing stands before its first row that could prove it, and nothing says where it ends
        told, amounts = told[1:], amounts[1 : len(told)] if cut else amounts[1:]
    assert told == amounts
