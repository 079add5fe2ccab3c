"""A desk is opened with its book and its past, read, and measured."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.commands import evaluated
from evaluation.desks import texts_of
from evaluation.differences import differences
from evaluation.measure import Judgement, judgements_of, report_of
from evaluation.opening import Desk, opened_desk
from evaluation.plots import plot
from evaluation.report import as_text, failures_as_text
from nlp.reading import IntentName
from tests.evaluation.desk_samples import small_desk


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[Desk]:
    with opened_desk(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def judgements(folder: Path) -> list[Judgement]:
    return judgements_of(folder)


def with_answer(one: Judgement, route: str, **said: object) -> Judgement:
    """The same message with another answer of the reader."""
    answer = {**one.said, "route": route, **said}
    return replace(one, said=answer, differences=differences(one.label, answer))


def true_to_label(one: Judgement) -> dict[str, object]:
    facts = {key: value for key, value in one.label.items() if key not in ("file", "tags")}
    return facts | {"intents": [{"name": name, "confidence": 0.9} for name in one.label["intents"]]}


def test_earlier_orders_and_mails_are_in_the_book(desk: Desk) -> None:
    with desk.app.database.read() as snapshot:
        book = desk.app.book(snapshot)
        (order,) = book.orders_of("V1001")
        reminder, confirmation = book.sent("<dun-1@valcombe.example>"), book.sent("<oc-1@valcombe.example>")
    assert (order.po_number, order.skus) == ("BC-7781", ("COV-NAV",))
    assert reminder is not None and reminder.documents == ("VLT2026-00612",)
    assert confirmation is not None and confirmation.documents == ()


def test_labels_have_the_form_of_the_contract(desk: Desk) -> None:
    promise, advertisement = (mail.label for mail in desk.mails)
    assert promise["promise"] == {
        "invoices": ["VLT2026-00612"],
        "instalments": [{"date": "2026-09-18", "amount": None}],
    }
    assert (promise["order"], promise["tags"]) == (None, [])
    assert (advertisement["customer"], advertisement["tags"]) == (None, ["by_person"])


def test_training_sees_the_new_text_and_what_stands_around_it(desk: Desk) -> None:
    text, _ = texts_of(desk)
    assert text.text.startswith("Bonjour, la facture") and text.family == "reminder-answered"
    assert text.intents == (IntentName.PROMISE,)
    assert {"xxanswers_dunning", "xxknown_customer", "xxknown_invoice"} <= set(text.context)


def test_a_desk_is_closed_with_its_block(folder: Path) -> None:
    with opened_desk(folder) as opened:
        place = Path(opened.app.settings.file).parent
    assert not place.exists()


def test_a_folder_of_mails_is_read_with_the_configured_desk(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(desk.mails[0].raw)
    (tmp_path / "labels.jsonl").write_text(json.dumps(desk.mails[0].label | {"file": "1.eml"}), "utf-8")
    (one,) = judgements_of(tmp_path, lambda: desk.app)
    assert one.said["customer"] == "V1001"


def test_each_message_is_read_on_its_business_date(judgements: list[Judgement]) -> None:
    assert [one.mail.day.isoformat() for one in judgements] == ["2026-09-14", "2026-09-14"]
    assert judgements[0].said["language"] == "fr"


def test_a_right_act_is_touchless(judgements: list[Judgement]) -> None:
    report = report_of([with_answer(judgements[0], "auto", **true_to_label(judgements[0]))])
    assert report["routes"]["wrong_auto"]["hits"] == 0
    assert report["routes"]["touchless_of_actionable"]["share"] == 1.0
    assert (report["sections"]["promise"]["share"], report["sections"]["promise"]["fact_f1"]) == (1.0, 1.0)


def test_a_wrong_act_is_named_with_its_fields(judgements: list[Judgement]) -> None:
    wrong = with_answer(judgements[0], "auto", **(true_to_label(judgements[0]) | {"customer": "V1002"}))
    report = report_of([wrong])
    assert report["routes"]["wrong_auto_files"] == {"small/001.eml": ["customer"]}
    assert "small/001.eml: customer" in as_text(report)
    assert "WRONG AUTO" in failures_as_text([wrong])
    assert 'customer: "V1001" | said "V1002"' in failures_as_text([wrong])


def test_acting_on_what_is_for_a_person_is_wrong_even_if_all_is_read_right(judgements: list[Judgement]) -> None:
    acted = with_answer(judgements[1], "auto", **true_to_label(judgements[1]))
    routes = report_of([acted])["routes"]
    assert (routes["by_person_auto"], routes["wrong_auto_files"]) == (
        ["small/002.eml"],
        {"small/002.eml": ["by_person"]},
    )


def test_a_wish_that_is_ignored_is_named(judgements: list[Judgement]) -> None:
    assert report_of([with_answer(judgements[0], "ignore")])["routes"]["wrongly_ignored"] == ["small/001.eml"]


def test_the_plot_is_a_picture(judgements: list[Judgement]) -> None:
    assert plot(report_of(judgements), "small").startswith(b"\x89PNG")


def test_the_command_writes_text_json_and_a_picture(folder: Path, tmp_path: Path) -> None:
    text = evaluated([str(folder)], plot=tmp_path / "trust.png", failures=True)
    assert "main intent" in text and "touchless" in text
    assert (tmp_path / "trust.png").stat().st_size > 1000
    assert json.loads(evaluated([str(folder)], as_json=True))["n"] == 2
