"""The pages of collecting by forms alone: stops, credit holds, calls, promises, statements, campaigns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.campaign_proposal import Proposal
from bot.storage.database import Database, open_database
from tests.bot import console_desk
from tests.bot.test_console_pages import Browser
from workflows.dunning.approval import Approval, CampaignState
from workflows.letters import LetterKind
from workflows.ports import Desk

TODAY = console_desk.NOW.date()
SOON = (TODAY + timedelta(days=10)).isoformat()


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "desk.db"
    path.write_bytes(migrated_file.read_bytes())
    made = open_database(f"sqlite:///{path}")
    console_desk.people(made)
    console_desk.books(made)
    yield made
    made.close()


@pytest.fixture
def enter(database: Database) -> Iterator[Callable[..., Browser]]:
    with ExitStack() as opened:

        def enter(name: str = "sam", **changed: Any) -> Browser:
            app = console_desk.console(database, **changed)
            return Browser(opened.enter_context(TestClient(app, follow_redirects=False)), name)

        yield enter


def late(database: Database) -> Any:
    """The item that is overdue longest."""
    with database.read() as uow:
        return min((item for item in uow.open_items.where() if item.open_amount > 0), key=lambda item: item.due_date)


def where(database: Database, kind: str) -> list[Any]:
    with database.read() as uow:
        return list(getattr(uow, kind).where())


def asking() -> Desk:
    desk = console_desk.desk()
    return replace(
        desk, dunning={name: replace(policy, approval=Approval.TWO) for name, policy in desk.dunning.items()}
    )


PAGES = ("", "/calls", "/promises", "/stops", "/credit", "/statements")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_and_a_viewer_finds_no_form(enter: Callable[..., Browser], page: str) -> None:
    assert enter("ada").get(f"/dunning{page}").status_code == 200
    seen = enter("vera").get(f"/dunning{page}")
    assert seen.status_code == 200 and re.findall(r'<form[^>]*action="([^"]+)"', seen.text) == ["/logout"]


def test_a_stop_is_set_with_a_reason_and_lifted_with_another(enter: Callable[..., Browser], database: Database) -> None:
    sam, item = enter(), late(database)
    entries = {"customer": item.customer, "document": item.document, "kind": "manual", "until": SOON}
    assert sam.submit("/dunning/stops", "/dunning/stops", **entries, reason=" ").status_code == 422
    assert sam.submit("/dunning/stops", "/dunning/stops", **entries, reason="asked by phone").status_code == 303
    (stop,) = where(database, "stops")
    assert (stop.document, stop.set_by, stop.until.isoformat()) == (item.document, "sam", SOON)
    assert sam.submit("/dunning/stops", f"/{stop.id}/lift", reason="agreed").status_code == 303
    assert where(database, "stops")[0].lifted_by == "sam"
    assert stop.id not in sam.get("/dunning/stops").text and stop.id in sam.get("/dunning/stops?state=all").text


@pytest.mark.parametrize(
    "entries",
    [
        {"customer": "nobody", "reason": "x"},
        {"customer": "K", "reason": "x", "kind": "whim"},
        {"customer": "K", "reason": "x", "until": "soon"},
        {"customer": "K", "reason": "x", "until": "2020-01-01"},
    ],
)
def test_a_stop_that_makes_no_sense_is_refused(
    enter: Callable[..., Browser], database: Database, entries: dict[str, str]
) -> None:
    known = {**entries, "customer": late(database).customer} if entries["customer"] == "K" else entries
    assert enter().submit("/dunning/stops", "/dunning/stops", **known).status_code in (404, 422)
    assert where(database, "stops") == []


def test_a_specialist_holds_a_credit_and_a_lead_releases_it(enter: Callable[..., Browser], database: Database) -> None:
    customer = late(database).customer
    held = enter().submit("/dunning/credit", "/dunning/credit", customer=customer, reason="asked by sales")
    assert held.status_code == 303
    (hold,) = where(database, "credit_holds")
    assert "Release" not in enter().get("/dunning/credit").text
    lea = enter("lea")
    form = lea.form("/dunning/credit", f"/{hold.id}/release")
    assert enter().send(form, reason="paid", until=SOON).status_code == 403
    assert lea.send(form, reason="paid", until=SOON).status_code == 303
    (hold,) = where(database, "credit_holds")
    assert (hold.released_by, hold.released_until.isoformat()) == ("lea", SOON)


def test_a_call_is_one_page_with_its_script_and_what_it_came_to_is_kept(
    enter: Callable[..., Browser], database: Database
) -> None:
    sam, item = enter(), late(database)
    path = f"/dunning/calls/{item.company}/{item.currency}/{item.customer}"
    page = sam.get(path)
    assert page.status_code == 200 and item.document in page.text and "What to say" in page.text
    refused = sam.submit(path, item.customer, outcome="promised", documents=item.document)
    assert refused.status_code == 422 and "names no day" in refused.text
    kept = sam.submit(path, item.customer, outcome="promised", documents=item.document, day=SOON, text="cheque")
    assert kept.status_code == 303
    (promise,) = where(database, "promises")
    assert (promise.invoices, promise.pays_on.isoformat()) == ((item.document,), SOON)
    again = sam.get(path).text
    assert "promised" in again.casefold() and "cheque" in again
    assert sam.get(f"/dunning/calls/{item.company}/{item.currency}/nobody").status_code == 404


def test_a_call_about_nothing_is_kept_for_the_account_of_the_page(
    enter: Callable[..., Browser], database: Database
) -> None:
    item = late(database)
    path = f"/dunning/calls/{item.company}/{item.currency}/{item.customer}"
    assert enter().submit(path, item.customer, outcome="no_answer").status_code == 303
    with database.read() as uow:
        (event,) = uow.audit.where(action="call_recorded")
    assert f'"company":"{item.company}"' in event.details.replace(" ", "")


def test_a_plan_is_kept_line_by_line(enter: Callable[..., Browser], database: Database) -> None:
    sam, item = enter(), late(database)
    entries = {"customer": item.customer, "invoices": item.document}
    for wrong in ("", "soon 5.00", f"{SOON} 5.005", "\n".join([f"{SOON} 1.00"] * 25)):
        done = sam.submit("/dunning/promises", "/dunning/promises", **entries, instalments=wrong)
        assert done.status_code == 422
    plan = f"{SOON} 10.00\n{(TODAY + timedelta(days=20)).isoformat()} 20.00"
    assert sam.submit("/dunning/promises", "/dunning/promises", **entries, instalments=plan).status_code == 303
    assert sorted(f"{one.amount}" for one in where(database, "promises")) == ["10.00", "20.00"]
    assert SOON[-2:] in sam.get("/dunning/promises").text


def test_a_statement_goes_out_once_a_day(enter: Callable[..., Browser], database: Database) -> None:
    sam, customer = enter(), late(database).customer
    for said in ("statement_queued", "statement_repeated"):
        answer = sam.submit("/dunning/statements", "/dunning/statements", customer=customer, kind="open")
        assert answer.headers["location"] == f"/dunning/statements?said={said}"
    with database.read() as uow:
        assert len(uow.letters.where(kind=LetterKind.STATEMENT, customer=customer)) == 1
    assert sam.submit("/dunning/statements", "/dunning/statements", customer="nobody").status_code == 404


def test_a_campaign_is_proposed_approved_by_another_person_and_shown(
    enter: Callable[..., Browser], database: Database
) -> None:
    lea, ada = enter("lea", desk=asking()), enter("ada", desk=asking())
    assert "Not approved" in lea.get("/dunning").text
    proposed = lea.submit("/dunning", "/dunning/propose")
    page = proposed.headers["location"].partition("?")[0]
    assert "somebody else approves" in lea.get(page).text
    form = ada.form(page, "/approve")
    assert lea.send(form).status_code in (403, 422)
    assert enter(desk=asking()).send(form).status_code == 403  # a specialist
    forged = (form[0], {**form[1], "digest": "0" * 64})
    assert ada.send(forged).status_code == 422
    assert ada.send(form).status_code == 303
    (campaign,) = where(database, "dunning_campaigns")
    assert (campaign.state, campaign.decided_by) == (CampaignState.APPROVED, "ada")
    assert ada.send(form).status_code == 409
    assert "Not approved" not in ada.get("/dunning").text


def test_what_a_command_line_proposed_is_taken_on_before_another_person_approves(
    enter: Callable[..., Browser], database: Database
) -> None:
    made = Proposal(database, asking(), console_desk.NOW).propose("ada")
    page, lea, ada = f"/dunning/{made.id}", enter("lea", desk=asking()), enter("ada", desk=asking())
    assert "on a command line as “ada”" in lea.get(page).text and "/approve" not in lea.get(page).text
    assert enter("sam", desk=asking()).submit(page, "/take-on").status_code == 303  # a specialist
    seen = ada.get(page).text
    assert "by <b>sam</b>" in seen and "/take-on" not in seen
    assert ada.submit(page, "/approve").status_code == 303
    assert "approved by <b>ada</b>" in lea.get(page).text and "by <b>ada</b>" in lea.get("/dunning").text


def test_a_campaign_is_rejected_with_a_reason(enter: Callable[..., Browser], database: Database) -> None:
    lea = enter("lea", desk=asking())
    page = lea.submit("/dunning", "/dunning/propose").headers["location"].partition("?")[0]
    assert lea.submit(page, "/reject", reason=" ").status_code == 422
    assert lea.submit(page, "/reject", reason="fair next week").status_code == 303
    assert "fair next week" in lea.get(page).text
    assert lea.client.post(f"{page}/other", data={}).status_code in (403, 404)


def test_without_a_policy_that_asks_nothing_is_proposed(enter: Callable[..., Browser], database: Database) -> None:
    lea = enter("lea")
    assert "Propose a campaign" not in lea.get("/dunning").text
    assert where(database, "dunning_campaigns") == []


def test_the_customers_page_names_a_hold_and_terms_that_run_too_long(
    enter: Callable[..., Browser], database: Database
) -> None:
    customer = late(database).customer
    enter().submit("/dunning/credit", "/dunning/credit", customer=customer, reason="asked by sales")
    with database.begin() as uow:
        known = uow.customers.get(customer)
        assert known is not None
        uow.customers.put(replace(known, country="FR", payment_terms="60 jours fin de mois"))
    page = enter("vera").get(f"/customers/{customer}").text
    assert "held: asked by sales" in page and "L441-10" in page
    assert f'value="{customer}"' in enter().get(f"/dunning/stops?customer={customer}").text
