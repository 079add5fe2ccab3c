"""The worklist of money: proposals with their proof, accepted, split, kept, asked about and taken back by forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.banks import read_bank_file
from bot.storage.database import Database, open_database
from tests.bot import console_desk as desk
from tests.bot.test_console_pages import Browser
from workflows.cash.asking import ASKED
from workflows.cash.handlers import book_statements
from workflows.cash.proposals import KEPT
from workflows.integrity import on_account, payments
from workflows.ledger.model import OpenItem

D = Decimal
WAITING, NOBODYS = "DE01-Z-1", "GB01-Z-2"


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "desk.db"
    path.write_bytes(migrated_file.read_bytes())
    made = open_database(f"sqlite:///{path}")
    desk.full(made)
    with made.begin() as uow:
        uow.open_items.add(replace(items(made)[0], document="IG-2026-00999"))
    desk.proposals(made, WAITING, "D301", D("3000.00"))
    yield made
    made.close()


def items(database: Database) -> list[OpenItem]:
    with database.read() as uow:
        return [item for item in uow.open_items.where(customer="D301", currency="EUR") if item.open_amount > 0]


@pytest.fixture
def enter(database: Database) -> Iterator[Callable[..., Browser]]:
    with ExitStack() as opened:
        yield lambda name="sam": Browser(
            opened.enter_context(TestClient(desk.console(database), follow_redirects=False)), name
        )


def unapplied(database: Database, number: str = WAITING) -> tuple[Decimal, str]:
    with database.read() as uow:
        payment = uow.payments.get(number)
    assert payment is not None
    return payment.unapplied, payment.held


def test_the_list_shows_the_likeliest_with_its_proof_and_a_key(enter: Callable[..., Browser]) -> None:
    page = enter().get("/payments").text
    assert "proof &lt;i&gt;1&lt;/i&gt;" in page and "<i>" not in page
    assert 'data-key="a" data-now' in page
    assert "data-now" not in enter("vera").get("/payments").text


def test_a_proposal_is_accepted_from_the_list(enter: Callable[..., Browser], database: Database) -> None:
    before = items(database)[0].open_amount
    answer = enter().submit("/payments", f"{WAITING}/apply")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/payments?at={NOBODYS}&said=put_on_documents")
    paid = min(before, D("3000.00"))
    assert unapplied(database)[0] == 3000 - paid
    with database.read() as uow:
        (row,) = uow.allocations.where(payment=WAITING)
    assert (row.rule, row.proof) == ("person", "sam: proof <i>1</i>")


def test_a_proposal_that_was_overtaken_is_not_accepted(enter: Callable[..., Browser], database: Database) -> None:
    browser = enter()
    form = browser.form("/payments", f"{WAITING}/apply")
    with database.begin() as uow:
        uow.open_items.put(replace(items(database)[0], open_amount=D("0.01")))
    assert browser.send(form).status_code == 409
    assert unapplied(database)[0] == 3000


def test_two_people_cannot_both_decide(enter: Callable[..., Browser], database: Database) -> None:
    late = enter("lea")
    form = late.form("/payments", f"{WAITING}/apply")
    enter().submit(f"/payments/{WAITING}", "/keep", customer="D301")
    assert late.send(form).status_code == 409
    assert unapplied(database) == (3000, KEPT)


def test_money_is_split_and_taken_back(enter: Callable[..., Browser], database: Database) -> None:
    browser, (first, second, *_) = enter(), items(database)
    page = f"/payments/{WAITING}"
    entries = {f"amount:{first.document}": "10,50", f"amount:{second.document}": "20", "text": "by phone"}
    action, hidden = browser.form(page, "/apply")
    hidden.pop("proposal", None)
    assert browser.send((action, hidden), **entries).status_code == 303
    assert unapplied(database) == (D("2969.50"), KEPT)
    assert browser.submit(page, "/undo", text="wrong customer").headers["location"] == f"{page}?said=taken_back"
    assert items(database)[:2] == [first, second]
    assert unapplied(database) == (3000, KEPT)


@pytest.mark.parametrize(
    ("entries", "status"),
    [
        ({"amount": "12..5"}, 422),
        ({"amount": "1.250"}, 422),
        ({"amount": "-1"}, 422),
        ({"amount": "1", "write_off": "25.01"}, 422),
        ({}, 422),
    ],
)
def test_a_bad_split_is_refused(
    enter: Callable[..., Browser], database: Database, entries: dict[str, str], status: int
) -> None:
    browser, first = enter(), items(database)[0]
    action, hidden = browser.form(f"/payments/{WAITING}", "/apply")
    hidden.pop("proposal", None)
    answer = browser.send((action, hidden), **{f"{part}:{first.document}": value for part, value in entries.items()})
    assert (answer.status_code, unapplied(database)[0]) == (status, 3000)


def test_a_lead_writes_off_more_than_a_specialist(enter: Callable[..., Browser], database: Database) -> None:
    browser, first = enter("lea"), items(database)[0]
    action, hidden = browser.form(f"/payments/{WAITING}", "/apply")
    hidden.pop("proposal", None)
    entries = {f"amount:{first.document}": "1.00", f"write_off:{first.document}": "25.01"}
    assert browser.send((action, hidden), **entries).status_code == 303


def test_the_payer_is_asked_by_the_letter_that_was_read(enter: Callable[..., Browser], database: Database) -> None:
    browser, page = enter(), f"/payments/{WAITING}/question"
    assert f'href="{page}?customer=D301"' in browser.get(f"/payments/{WAITING}").text
    shown = browser.get(page).text
    assert "Ihre Zahlung vom" in shown and items(database)[0].document in shown and "Nothing is sent yet" in shown
    with database.read() as uow:
        assert not uow.letters.where(template="ask_payer")
    assert browser.submit(page, "/ask").status_code == 303
    with database.read() as uow:
        (letter,) = uow.letters.where(template="ask_payer")
        customer = uow.customers.get("D301")
    assert customer is not None and letter.to == customer.emails[:1]
    assert unapplied(database)[1] == ASKED
    assert (
        "was asked on" in browser.get(page).text
        and 'action="/payments/' + WAITING + '/ask"' not in browser.get(page).text
    )


def test_words_are_shown_in_the_letter_before_they_go(enter: Callable[..., Browser], database: Database) -> None:
    browser, page = enter(), f"/payments/{WAITING}/question"
    words = "Welche <b>Lieferung</b>?\r\nDanke."
    shown = browser.send(browser.form(page, "/question"), text=words)
    assert "Welche &lt;b&gt;Lieferung&lt;/b&gt;?" in shown.text.partition("mail-text")[2]
    form = (f"/payments/{WAITING}/ask", dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', shown.text)))
    assert browser.send(form, text="Other words").status_code == 422
    assert browser.send(form, text=words).status_code == 303
    with database.read() as uow:
        (letter,) = uow.letters.where(template="ask_payer")
    assert "Welche <b>Lieferung</b>?\\nDanke." in letter.facts


def test_a_viewer_sees_no_question(enter: Callable[..., Browser]) -> None:
    assert enter("vera").get(f"/payments/{WAITING}/question").status_code == 403


def test_money_of_nobody_shows_the_documents_of_whom_a_person_names(enter: Callable[..., Browser]) -> None:
    browser = enter()
    assert "choose a customer" in browser.get(f"/payments/{NOBODYS}").text
    assert re.search(r'name="amount:[^"]+"', browser.get(f"/payments/{NOBODYS}?customer=G402").text)


def test_a_viewer_decides_nothing(enter: Callable[..., Browser]) -> None:
    browser = enter("vera")
    assert "<form" not in browser.get(f"/payments/{WAITING}").text.partition("<main")[2].partition("</main>")[0]
    assert browser.client.post(f"/payments/{WAITING}/keep", data={}).status_code == 403


@pytest.fixture
def second(database: Database) -> str:
    """Another 2,000.00 of the same customer."""
    with database.begin() as uow:
        payment = uow.payments.get(WAITING)
        assert payment is not None
        uow.payments.put(replace(payment, customer="D301"))
        uow.payments.add(replace(payment, id="DE01-Z-9", customer="D301", amount=D("2000.00"), unapplied=D("2000.00")))
        item = replace(items(database)[0], document="IG-2026-00998", original=D("4500.00"), open_amount=D("4500.00"))
        uow.open_items.add(item)
    return "DE01-Z-9"


@pytest.mark.parametrize(("amount", "write_off"), [("4500.00", ""), ("4480.00", "20.00")])
def test_two_payments_together_pay_one_invoice(
    amount: str, write_off: str, second: str, enter: Callable[..., Browser], database: Database
) -> None:
    browser = enter()
    action, hidden = browser.form(f"/payments/{WAITING}", "/apply")
    hidden.pop("proposal", None)
    told = {"amount:IG-2026-00998": amount, "write_off:IG-2026-00998": write_off, f"with:{second}": "on"}
    assert browser.send((action, hidden), **told).status_code == 303
    assert (unapplied(database)[0], unapplied(database, second)[0]) == (0, 5000 - D(amount))
    assert all(item.document != "IG-2026-00998" for item in items(database))


@pytest.mark.parametrize(("amount", "write_off"), [("5000.01", ""), ("3000.00", ""), ("4474.99", "25.01")])
def test_money_that_is_too_little_or_not_needed_is_not_put_together(
    amount: str, write_off: str, second: str, enter: Callable[..., Browser], database: Database
) -> None:
    browser = enter()
    action, hidden = browser.form(f"/payments/{WAITING}", "/apply")
    hidden.pop("proposal", None)
    told = {"amount:IG-2026-00998": amount, "write_off:IG-2026-00998": write_off, f"with:{second}": "on"}
    assert browser.send((action, hidden), **told).status_code in (403, 422)
    assert (unapplied(database)[0], unapplied(database, second)[0]) == (3000, 2000)


def test_every_decision_about_money_has_a_key(second: str, enter: Callable[..., Browser]) -> None:
    page = enter().get(f"/payments/{WAITING}").text
    keys = re.findall(r'data-key="(\w)"', page)
    assert sorted(keys) == sorted(set(keys)) and {*"asmwrob"} <= {*keys}
    assert not {*"jku"} & {*keys}


def test_a_refund_is_proposed_from_the_payments_page(
    second: str, enter: Callable[..., Browser], database: Database
) -> None:
    with database.begin() as uow:
        customer = uow.customers.get("D301")
        assert customer is not None
        uow.customers.put(replace(customer, ibans=("DE89370400440532013000",)))
    assert enter().submit(f"/payments/{second}", "/refunds/propose", text="paid twice").status_code == 303
    with database.read() as uow:
        (refund,) = uow.refunds.where()
    assert (refund.source, refund.amount, refund.proposed_by, refund.is_proven) == (second, 2000, "sam", True)


STATEMENT = """:20:{number}
:25:{iban}
:28C:{number}/1
:60F:C2603{day}EUR{opening}
:61:2603{day}03{day}{mark}300,00NTRF{reference}//B{number}
:86:166?00{heading}?20EREF+{reference}?21SVWZ+{text}?31{account}?32{name}
:62F:C2603{day}EUR{closing}
-
"""


def statement(number: int, mark: str, opening: str, closing: str, **told: str) -> tuple[str, bytes]:
    """A file in MT940 with one movement of 300.00; "RC" takes money back that came in before."""
    day = f"{9 + number:02d}"
    text = STATEMENT.format(number=number, day=day, mark=mark, opening=opening, closing=closing, **told)
    return f"DE01-{number}.sta", text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("owed", ["200.00", "0.00"])
def test_a_payment_taken_back_leaves_nothing_to_decide(
    owed: str, enter: Callable[..., Browser], database: Database
) -> None:
    """From the bank's file to the worklist: what was applied and what was on account."""
    own = desk.desk()
    told = {"iban": own.company("DE01").iban, "reference": "ZA-2026-77", "text": "RE DE01-2026-09001",
            "account": "DE89370400440532013000", "name": "Nordsee Test GmbH", "heading": "GUTSCHRIFT"}  # fmt: skip
    with database.begin() as uow:
        customer = replace(uow.customers.where(company="DE01")[0], number="D999", name="Nordsee Test GmbH",
                           ibans=(told["account"],), aliases=(), emails=())  # fmt: skip
        uow.customers.add(customer)
        item = replace(items(database)[0], document="DE01-2026-09001", customer="D999", original=D("200.00"),
                       open_amount=D(owed))  # fmt: skip
        uow.open_items.add(item)
        before = len([*on_account(uow)])
    for name, data in (statement(1, "C", "0,00", "300,00", **told), statement(2, "RC", "300,00", "0,00", **told)):
        with database.begin() as uow:
            book_statements(read_bank_file(name, data), uow, own, desk.NOW)
    with database.read() as uow:
        first, back = sorted(uow.payments.where(customer="D999"), key=lambda each: -each.amount)
        kept = uow.open_items.get("DE01-2026-09001")
        rows = uow.allocations.where(payment=(first.id, back.id))
        assert kept is not None and kept.open_amount == D(owed)
        assert (first.unapplied, back.unapplied, back.reverses) == (0, 0, first.id)
        assert (sum(row.amount for row in rows if row.payment == first.id), first.held) == (300, "")
        assert (before, []) == (len([*on_account(uow)]), [*payments(uow, rows)])
    listed = enter().get("/payments").text
    assert first.id not in listed and back.id not in listed
    page = enter().get(f"/payments/{first.id}").text
    assert back.id in page
