"""An answer to a question about an order is understood word by word; whatever else it says leaves it incomplete."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, AskedEntry, OrderEntry, SentEntry, Snapshot
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.opened import OpenedMessage
from nlp.order_answers import answered
from nlp.reading import OrderAnswer

ARTICLES = (
    ArticleEntry("PUMP", ("Pump", "Pompe", "Pumpe"), (), Decimal(100), "EUR", "C62"),
    ArticleEntry("RE-25", ("Cleaner 25 l canister", "Nettoyant bidon 25 l", "Reiniger 25 l Kanister"), (), Decimal(9), ""),  # noqa: E501
    ArticleEntry("RE-10", ("Cleaner 10 l canister", "Nettoyant bidon 10 l", "Reiniger 10 l Kanister"), (), Decimal(5), ""),  # noqa: E501
    ArticleEntry("GLOVE", ("Gloves, box of 100", "Gants", "Handschuhe, 100er-Box"), (), Decimal(10), "EUR", "BX"),
)  # fmt: skip
PRICE = AskedEntry("price_lower", 1, "90", "100")
PACK = AskedEntry("pack_size", 1, "11", "12")
UNKNOWN = AskedEntry("unknown_article", 3, "Reiniger", "")
WROTE = "On Mon, 2 Mar 2026 at 10:00, Desk <desk@muster.example> wrote:"
NUMBER = AskedEntry("po_required", 0, "", "")


def opened(text: str) -> OpenedMessage:
    raw = (
        "From: Petra Meier <petra.meier@kunde.example>\nTo: desk@muster.example\nMessage-ID: <a@kunde.example>\n"
        f"In-Reply-To: <q@muster.example>\nSubject: AW: Bestellung\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
    return open_message(raw.encode(), Limits())


def heard(text: str, *asked: AskedEntry) -> OrderAnswer:
    sent = SentEntry("<q@muster.example>", "K1", "reply", (), "O-1", asked, asks=True)
    lines = ("PUMP", "GLOVE", "")
    order = OrderEntry("O-1", "K1", "PO-1", None, lines, tuple(Decimal(1) for _ in lines))
    found = answered(opened(text), sent, Snapshot(articles=ARTICLES, orders=[order], sent=[sent]))
    assert found is not None
    return found


def said(text: str, *asked: AskedEntry) -> list[tuple[str, int | None, str]]:
    """What a wholly understood answer says; [] for one that is not."""
    found = heard(text, *asked)
    parts = [(p.kind.value, p.position, p.value or p.matter or f"{p.quantity or ''}") for p in found.parts]
    return parts if found.complete else []


@pytest.mark.parametrize(
    "text",
    [
        "Yes, fine", "ok thanks", "That works for us.", "Please go ahead", "No problem at all", "Agreed.", "ok 👍",
        "Ja, passt.", "Einverstanden", "Geht in Ordnung, danke", "Ja, bitte liefern.", "Kein Problem",
        "Oui, d'accord", "C'est bon pour nous", "Pas de problème, merci", "Entendu", "Ja\n\nPetra Meier",
        "Hallo Frau Klein,\n\ndas geht in Ordnung.\n\nViele Grüße\nPetra Meier\nTel. 030 12345",
    ],
)  # fmt: skip
def test_a_plain_yes_is_one(text: str) -> None:
    assert {kind for kind, _, _ in said(text, PRICE)} == {"agree"}


@pytest.mark.parametrize(
    "text",
    [
        "ok?", "yes but only this time", "not ok", "price as agreed", "at the agreed price", "at our price", "ok at 90",
        "Ja, aber zum alten Preis", "Nicht einverstanden", "das passt so nicht", "pas d'accord", "à notre prix",
        "yes. Our new IBAN is DE89 3704 0044 0532 0130 00", "yes, deliver to Hamburg", "ok, and 5 more gloves",
        "don't cancel", "ok if it comes by Friday", "please send the total", "please confirm the price", "",
        "I will ask my boss", "Ja, wenn es bis Freitag kommt", "oui sauf la ligne 2", "do whatever you like",
        "ok, 12 €",
    ],
)  # fmt: skip
def test_what_is_hedged_limited_or_told_beside_is_not_understood(text: str) -> None:
    assert not heard(text, PRICE).complete


@pytest.mark.parametrize(
    "text",
    [
        "Yes. Thanks but hold the order.", "Yes.\nThanks but wait until Monday", "Ja. Danke, aber noch nicht liefern.",
        "Hier passt das nicht.\nOK", "Morgen erst!\nOK", "ok.\nAll wrong though",
        "Ok.\nBest price please, else nothing",
        "Oui.\nMerci d'attendre lundi", "ja\nDanke\nBitte nicht vor Montag\nViele Grüße\nPetra Meier",
        "yes?!", "(ok?)", '"ok?"', "ok 👎", "Ja ❌",
    ],
)  # fmt: skip
def test_what_begins_like_a_greeting_or_asks_in_brackets_limits_a_yes_all_the_same(text: str) -> None:
    assert not heard(text, PRICE).complete


@pytest.mark.parametrize("text", ["one is ok", "one of them is fine", "both ok", "eine passt", "l'une nous convient"])
def test_a_yes_that_may_mean_some_of_several_questions_is_none(text: str) -> None:
    assert heard(text, PRICE).complete
    assert not heard(text, PRICE, PACK, NUMBER).complete


@pytest.mark.parametrize("quoted", ["> Our price is 100.\n> Sold by 12.\n", "> A\nok\n> B\n"])
def test_a_yes_below_a_quoted_question_is_one_to_all_only_where_there_is_one(quoted: str) -> None:
    assert heard(f"{quoted}ok\n\n> more of our letter\n", PRICE).complete
    assert not heard(f"{quoted}ok\n\n> more of our letter\n", PRICE, PACK).complete
    assert heard(f"ok\n\n{WROTE}\n{quoted}", PRICE, PACK).complete == ("\nok" not in quoted)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sir or Madam,\nyes. Thanks a lot!", "Sehr geehrte Damen und Herren,\nja, passt.\nMfG\ni. A. Petra Meier",
        "Bonjour Madame,\n\nd'accord.\n\nMerci et bonne journée", "Guten Morgen zusammen,\npasst\nLG Petra",
        "Hallo Frau Groß,\nvielen Dank, passt.\n\nMit freundlichen Grüßen\nPetra Meier\nKunde GmbH",
    ],
)  # fmt: skip
def test_names_thanks_and_regards_take_nothing_from_a_yes(text: str) -> None:
    assert {kind for kind, _, _ in said(text, PRICE)} == {"agree"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("no, cancel it", ("cancel", None, "")),
        ("Please cancel the order", ("cancel", None, "order")),
        ("Bitte stornieren Sie die Bestellung", ("cancel", None, "order")),
        ("Annulez la commande svp", ("cancel", None, "order")),
        ("leave that line out", ("leave_out", None, "")),
        ("without the pump please", ("leave_out", 1, "")),
        ("Lassen Sie die Handschuhe weg", ("leave_out", 2, "")),
        ("supprimez la ligne 2", ("leave_out", 2, "")),
        ("cancel line 1", ("leave_out", 1, "")),
        ("Einverstanden mit dem Preis", ("agree", None, "price")),
        ("line 1 ok", ("agree", 1, "")),
    ],
)
def test_what_is_cancelled_left_out_or_agreed_to_is_told_apart(text: str, part: tuple[str, int | None, str]) -> None:
    assert part in said(text, PRICE)


@pytest.mark.parametrize("text", ["12 then", "make it 12", "dann 12 Stück", "alors 12", "12 pumps", "line 1: 12", "12"])
def test_a_number_is_a_quantity_where_nothing_makes_it_another(text: str) -> None:
    assert [(kind, value) for kind, _, value in said(text, PACK)] == [("quantity", "12")]


@pytest.mark.parametrize("text", ["12 boxes", "12 or 24", "12 l", "at 12", "12 instead of 11", "1.200,50", "12 more"])
def test_a_number_in_other_units_or_beside_another_is_no_quantity(text: str) -> None:
    assert said(text, PACK) == []


@pytest.mark.parametrize(
    "text",
    [
        "Position 24: ja", "line 24 ok", "Ligne 24 : d'accord", "Pos.24 passt", "lines 1 and 2 are ok", "lines 1-2 ok",
        "line 1 and line 2 ok", "line 1 at 1", "Livrez le 24", "deliver on the 24", "Lieferung am 24.", "le 24",
        "PUMP24 ok", "pump24",
    ],
)  # fmt: skip
def test_a_number_that_tells_a_line_or_a_day_is_no_quantity(text: str) -> None:
    assert said(text, PACK) == []


@pytest.mark.parametrize("text", ["line 1: 2", "Zeile 1 bitte 24", "line 1 to 24", "les deux: 24"])
def test_a_number_beside_its_line_is_one(text: str) -> None:
    assert [kind for kind, _, _ in said(text, PACK)] == ["quantity"]


@pytest.mark.parametrize(
    ("text", "sku"),
    [
        ("the 25 l one", "RE-25"), ("die 25-l-Variante bitte", "RE-25"), ("le bidon de 10 l", "RE-10"),
        ("RE-25", "RE-25"), ("line 3: RE-10", "RE-10"),
    ],
)  # fmt: skip
def test_an_article_is_named_by_its_number_or_by_what_only_it_is(text: str, sku: str) -> None:
    assert [(kind, value) for kind, _, value in said(text, UNKNOWN)] == [("article", sku)]


@pytest.mark.parametrize("text", ["100", "box", "Handschuhe bitte", "the pump"])
def test_an_article_that_is_none_of_what_was_ordered_is_not_meant(text: str) -> None:
    assert all(kind != "article" for kind, _, _ in said(text, UNKNOWN))
    strange = AskedEntry("unknown_article", 3, "XK-77", "")
    assert [value for _, _, value in said("the gloves", strange)] == ["GLOVE"]


@pytest.mark.parametrize("text", ["the big one", "the canister", "RE-25 or RE-10", "the 20 l one"])
def test_a_description_that_fits_no_article_or_two_is_none(text: str) -> None:
    assert said(text, UNKNOWN) == []


@pytest.mark.parametrize(
    "text", ["4500123", "Our PO number is 4500123", "Bestellnummer: 4500123", "Sorry, PO 4500123", "PO # 4500123"]
)
def test_a_number_of_the_customers_own_is_read_where_it_was_asked_for(text: str) -> None:
    assert said(text, NUMBER) == [("po_number", None, "4500123")]
    assert not heard(text, PRICE).complete


@pytest.mark.parametrize(
    "text",
    [
        "12.12.2026", "24.12.", "+49 30 12345678", "+493012345678", "030/1234567", "Order number: O-1",
        "Bestellnummer o-1", "O-1", "4500123, 24", "4500123 (-10 %)", "PO 4500123 / 90 €",
    ],
)  # fmt: skip
def test_a_day_a_telephone_or_our_own_number_is_no_number_of_the_customers(text: str) -> None:
    assert said(text, NUMBER) == []


def test_a_mail_that_answers_nothing_of_ours_is_no_answer() -> None:
    other = SentEntry("<q@muster.example>", "K1", "order_confirmation", (), "O-1")
    assert answered(opened("yes"), other, Snapshot()) is None
    assert answered(opened("yes"), None, Snapshot()) is None
