"""What the reader never lets the desk act upon by itself: probes of our own, in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.resources import folder
from bot.settings.section import load_toml
from nlp.agreement import View, with_scores
from nlp.extract.ledger import Ledger
from nlp.intents.model import IntentModel
from nlp.opened import Automatic, Document, OpenedMessage, Table
from nlp.reader import read
from nlp.reading import Address, Intent, IntentName, Reading
from nlp.signals import Signals
from tests.nlp.extraction_desk import BOOK, SENT_ON, invoice, sheet

LEAST = 0.92  # the confidence from which the desk acts
HARMLESS = {"missing_message_id", "charset_repaired", "no_amount"}
ORDER, PROMISE, REMITTANCE = IntentName.ORDER, IntentName.PROMISE, IntentName.REMITTANCE
DISPUTE, QUERY, CHANGE = IntentName.DISPUTE, IntentName.QUERY, IntentName.ORDER_CHANGE


def opened(
    text: str, subject: str = "", documents: tuple[Document, ...] = (), tables: tuple[Table, ...] = ()
) -> OpenedMessage:
    return OpenedMessage(
        message_id="<1@x.example>", sender=Address("", "a@seeblick.example"), reply_to=None, recipients=(),
        subject=subject, sent_at=datetime.combine(SENT_ON, time(9), UTC), in_reply_to=None, references=(), headers=(),
        text=text, html="", new_text=text, quoted_text="", tables=tables, documents=documents, automatic=Automatic.NO,
        bounce=None,
    )  # fmt: skip


def said(text: str, subject: str = "", documents: tuple[Document, ...] = (), tables: tuple[Table, ...] = ()) -> Reading:
    return read(opened(text, subject, documents, tables), BOOK)


def acted(reading: Reading) -> set[IntentName]:
    """The intents that a desk would act upon: all of them sure, and no problem but harmless ones."""
    sure = all(intent.confidence >= LEAST for intent in reading.intents)
    blocked = {problem.code for problem in reading.problems} - HARMLESS
    return set() if blocked or not sure else {intent.name for intent in reading.intents} - {IntentName.OTHER}


NO_PROMISE = [
    "Can I pay IN-7015 on 29 April?",
    "Would it be all right if we paid IN-7015 on 29 April?",
    "Unless you correct it we will pay nothing on IN-7015 before 29 April.",
    "You wrote that we will pay IN-7015 by 29 April, which nobody here ever said.",
    "IN-7015 will be paid on 29 April provided the corrected invoice is here by then.",
    "We will pay IN-7015 as soon as your driver has collected the pallets, perhaps on 29 April.",
    "The goods of IN-7015, worth 2,310.40 EUR, will be delivered to our site on 29 April.",
    "Kann ich die IN-7015 am 29. April bezahlen?",
    "Wir werden die IN-7015 nicht am 29. April bezahlen.",
    "Sobald die Ware da ist, wird die IN-7015 bezahlt, wohl am 29. April.",
    "Sie schreiben, wir würden die IN-7015 bis 29. April bezahlen.",
    "Puis-je payer la IN-7015 le 29 avril ?",
    "Nous ne paierons pas la IN-7015 le 29 avril.",
    "La IN-7015 sera réglée le 29 avril sous réserve de recevoir votre avoir.",
    "La IN-7015 sera réglée le 29 avril dès que la marchandise sera arrivée.",
    "We will pay 900 EUR of IN-7015 on 29 April.",
    "Wir zahlen auf die IN-7015 am 29. April 900 EUR.",
]


@pytest.mark.parametrize("text", NO_PROMISE)
def test_what_is_asked_refused_reported_or_conditional_is_no_promise(text: str) -> None:
    assert acted(said(text)) == set()


NOT_FOR_US = [
    "My colleague told me IN-7015 will be paid on 29 April.",
    "We were going to pay IN-7015 on 29 April but the auditors stopped it.",
    "Mein Chef meint, die IN-7015 wird am 29. April bezahlt.",
    "We hope to pay IN-7015 on 29 April.",
    "We made a part payment of 1,000.00 EUR today for IN-7015.",
    "The goods on IN-7016 were damaged, but we fixed it with your driver, nothing to do.",
    "Thanks for sorting out the damaged mops on IN-7016, all fine now.",
    "Danke für die schnelle Klärung der beschädigten Ware zu IN-7016, erledigt.",
    "Merci d'avoir réglé le problème des serpillières abîmées de la IN-7016, c'est clos.",
    "If the mops of IN-7016 turn out to be damaged we will let you know.",
    "Could you confirm the due date of IN-7015 and send a statement?",
    "Can you confirm you received our payment for IN-7015?",
    "Haben Sie unsere Zahlung für IN-7015 erhalten?",
    "Avez-vous bien reçu notre virement pour la IN-7015 ?",
]


@pytest.mark.parametrize("text", NOT_FOR_US)
def test_hearsay_settled_matters_and_double_questions_are_for_a_person(text: str) -> None:
    assert acted(said(text)) == set()


NO_ADVICE = [
    "We have not yet paid IN-7015 (2,310.40 EUR).",
    "Our bank returned the payment of 2,310.40 EUR for IN-7015 that we made yesterday.",
    "We paid IN-7015 yesterday, 2,310.40 EUR, but the transfer bounced.",
    "Did we pay IN-7015, 2,310.40 EUR, yesterday?",
    "Your reminder says we paid IN-7015 yesterday, 2,310.40 EUR.",
    "IN-7015 haben wir noch nicht überwiesen, es sind 2.310,40 EUR.",
    "Wir haben 2.310,40 EUR für IN-7015 gestern überwiesen, das Geld kam aber zurück.",
    "Die Überweisung von 2.310,40 EUR für IN-7015 wurde von der Bank abgelehnt.",
    "Haben wir die IN-7015 über 2.310,40 EUR gestern überwiesen?",
    "Nous n'avons pas encore réglé la IN-7015 de 2 310,40 EUR.",
    "Nous avons viré hier 2 310,40 EUR pour la IN-7015 mais le virement a été rejeté.",
    "Le virement de 2 310,40 EUR pour la IN-7015 nous est revenu.",
    "Abbiamo pagato la IN-7015 di 2.310,40 EUR ieri ma il pagamento è tornato.",
]


@pytest.mark.parametrize("text", NO_ADVICE)
def test_what_was_not_paid_or_came_back_is_no_advice(text: str) -> None:
    assert acted(said(text)) == set()


LEFT_OVER = [
    "We paid IN-7016, 96.50 EUR, yesterday. IN-7015 we hold until your driver rings us about the wet mops.",
    "We sent 415.00 EUR yesterday for IN-7020: the 430.00 EUR less 15.00 EUR that our bank took.",
    "Gestern haben wir 96,50 EUR für IN-7016 überwiesen. Die 7020er bleibt liegen.",
    "Wir haben IN-7020 gestern mit 415,00 EUR überwiesen, den Rest von 15,00 EUR nicht, die Ware war nass.",
    "Gestern wurden 96,50 EUR für IN-7016 überwiesen (Zahlungsauftrag Z-77310).",
    "Nous avons viré hier 96,50 EUR pour la IN-7016. La IN-7020 attendra votre avoir de 30,00 EUR.",
    "IN-7016 was paid yesterday, 96.50 EUR, IN-7020 follows at the end of the month.",
]


@pytest.mark.parametrize("text", LEFT_OVER)
def test_a_document_or_an_amount_that_no_fact_explains_keeps_an_advice_from_being_acted_upon(text: str) -> None:
    reading = said(text)
    whole = acted(reading) == {REMITTANCE, PROMISE} or acted(reading) == {REMITTANCE, DISPUTE}
    deducted = reading.remittance is not None and any(line.deduction for line in reading.remittance.lines)
    assert acted(reading) == set() or whole or deducted


NO_ORDER = [
    "What would 40 x MP-1 cost us?",
    "Could you quote for 40 x MP-1 please, our ref PV-4410?",
    "Please send us a quotation for 40 x MP-1, our order no. PV-4410.",
    "Was würden 40 Stück MP-1 kosten? Bestellnummer PV-4410.",
    "Bitte um Ihr Angebot für 40 Stück MP-1, Bestellnummer PV-4410.",
    "Combien coûteraient 40 MP-1 ? Notre commande PV-4410.",
    "Merci de nous envoyer un devis pour 40 x MP-1, commande PV-4410.",
    "Please do not send the 40 x MP-1 of order PV-4410.",
    "Bitte liefern Sie die 40 Stück MP-1 der Bestellung PV-4410 nicht.",
]


@pytest.mark.parametrize("text", NO_ORDER)
def test_a_request_for_a_price_or_a_refusal_is_no_order(text: str) -> None:
    assert ORDER not in acted(said(text))


UNDECIDED = [
    "Should we cancel order HS/0207?",
    "Please do not cancel order HS/0207, we still need it.",
    "If you cannot deliver by Friday please cancel order HS/0207.",
    "Wenn Sie bis Freitag nicht liefern, stornieren wir die Bestellung HS/0207.",
    "Nous n'avons pas annulé la commande HS/0207, pourquoi l'avez-vous fait ?",
    "Last year we ordered 40 x MP-1 under PO PV-4414. Could you tell us the price paid?",
    "Wir haben am 3. März 40 Stück MP-1 bestellt (PV-4415) und noch keine Bestätigung.",
    "Nous avons commandé 40 x MP-1 le 3 mars (commande PV-4415) et n'avons toujours rien reçu.",
    "Our order PV-4416: 40 x MP-1, subject to approval by our director.",
    "Our customer ordered 40 x MP-1 from somebody else, order PV-4417.",
    "FYI this is the order PV-4419 we sent to your competitor: 40 x MP-1.",
    "Unsere Bestellung PV-4422: mindestens 40 Stück MP-1.",
    "Our order PV-4423: 40 x MP-1 per month until further notice.",
    "Commande PV-4427 : 40 x MP-1, à confirmer après accord de la direction.",
    "Our draft order PV-4428: 40 x MP-1. Please hold until we confirm.",
    "Hiermit bestellen wir unter PV-4411: 40 Stück Wischmopp",
    "Our order PV-4429: please send 40 x MP-1. Actually no, wait.",
    "Notre commande PV-4429 : merci d'envoyer 40 x MP-1. Finalement non.",
]


@pytest.mark.parametrize("text", UNDECIDED)
def test_what_is_past_not_sure_or_not_all_read_changes_and_places_no_order(text: str) -> None:
    assert acted(said(text)) == set()


NO_DISPUTE = [
    "We are missing the invoice IN-7015, could you send it again?",
    "Thank you for the corrected invoice IN-7015.",
    "Please send me the missing invoice IN-7015.",
    "IN-7015: which VAT rate did you put on it?",
    "Uns fehlt die Rechnung IN-7015, könnten Sie sie nochmals schicken?",
    "Vielen Dank für die korrigierte Rechnung IN-7015.",
    "Welchen Steuersatz haben Sie bei der IN-7015 angesetzt?",
    "Il nous manque la facture IN-7015, pouvez-vous la renvoyer ?",
    "Merci pour la facture rectificative IN-7015.",
    "Quel taux de TVA avez-vous appliqué sur la IN-7015 ?",
]


@pytest.mark.parametrize("text", NO_DISPUTE)
def test_a_missing_or_corrected_paper_and_a_question_are_no_dispute(text: str) -> None:
    reading = said(text)
    assert DISPUTE not in acted(reading)
    assert reading.main_intent is not DISPUTE


ACTED = [
    ("We will pay IN-7015 on 29 April.", {PROMISE}),
    ("Die IN-7015 wird am 29. April überwiesen.", {PROMISE}),
    ("La IN-7015 sera réglée le 29 avril.", {PROMISE}),
    ("We have paid 96.50 EUR for IN-7016 today.", {REMITTANCE}),
    ("Wir haben heute 96,50 EUR für IN-7016 überwiesen.", {REMITTANCE}),
    ("Nous avons viré aujourd'hui 96,50 EUR pour la IN-7016.", {REMITTANCE}),
    ("Could you send us a copy of IN-7015 please?", {QUERY}),
    ("Könnten Sie uns bitte eine Kopie der Rechnung IN-7015 schicken?", {QUERY}),
    ("Pourriez-vous nous renvoyer une copie de la facture IN-7015 ?", {QUERY}),
    ("Of IN-7015 the mops came broken, we do not accept the invoice. Please credit it.", {DISPUTE}),
    ("Die Wischmopps der Rechnung IN-7015 waren beschädigt, wir widersprechen.", {DISPUTE}),
    ("Nous contestons la IN-7015 : les serpillières sont arrivées déchirées.", {DISPUTE}),
    ("We would like to order 40 x MP-1, our order no. PV-4410.", {ORDER}),
    ("Hiermit bestellen wir 40 Stück MP-1, Bestellnummer PV-4410.", {ORDER}),
    ("Nous souhaitons commander 40 x MP-1, notre commande PV-4410.", {ORDER}),
]


@pytest.mark.parametrize(("text", "intents"), ACTED)
def test_what_is_said_plainly_and_wholly_is_acted_upon(text: str, intents: set[IntentName]) -> None:
    assert acted(said(text)) == intents


HEADINGS = [
    ("#", "Article", "Anz."),
    ("Nr.", "Artikel", "Wieviel"),
    ("n°", "Article", "Sacs"),
    ("No.", "Item", "How many"),
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_position_is_never_booked_as_a_quantity(heading: tuple[str, str, str]) -> None:
    table = sheet(heading, ("1", "MP-1", "40"), ("2", "GL-5", "12"))
    order = said("Our order PV-4410 attached.", "Order PV-4410", documents=(table,)).order
    assert order is None or [line.quantity for line in order.lines] in ([], [40, 12])


def test_the_column_that_makes_the_sums_is_the_quantity() -> None:
    table = sheet(
        ("Pos", "Article", "Boxes wanted", "Stock here", "Unit price", "Line total"),
        ("10", "MP-1", "40", "3", "9.90", "396.00"),
        ("20", "GL-5", "12", "7", "12.60", "151.20"),
    )
    order = said("Our order PV-4410 attached.", "Order PV-4410", documents=(table,)).order
    assert order is not None and [line.quantity for line in order.lines] == [40, 12]


@pytest.mark.parametrize(
    "text", ["The invoice 2026 is paid, 96.50 EUR.", "Facture 2026 réglée.", "Rechnung 2026 ist bezahlt."]
)
def test_a_year_alone_names_no_invoice(text: str) -> None:
    assert acted(said(text)) == set()


@pytest.mark.parametrize("written", ["inv 4431", "Rg. 4431", "facture 4431/2026", "AF-04431/2026"])
def test_a_loose_number_is_found_though_the_year_stands_last(written: str) -> None:
    numbers = ("AF-04431/2026", "AF-04490/2026", "AF-04500/2025")
    ledger = Ledger(tuple(invoice(number, "100.00") for number in numbers))
    found = ledger.resolve(written.replace("facture ", "").replace("inv ", ""))
    assert found is not None and found.number == "AF-04431/2026"
    assert ledger.resolve("2026") is None
    assert ledger.resolve("2025") is None


def test_a_complaint_that_may_mean_two_things_is_for_a_person() -> None:
    reading = said("IN-7015: you charged 12.90 EUR, a wrong price, and two mops are missing. Please credit.")
    assert acted(reading) == set()


def test_a_currency_that_an_order_does_not_name_stays_open() -> None:
    order = said("Hiermit bestellen wir 40 Stück MP-1 zu 9,90, Bestellnummer PV-4410.").order
    assert order is not None and order.currency is None


class _Sure:
    """A classifier that is sure of one intent."""

    def __init__(self, name: IntentName) -> None:
        self.name = name

    def scores(self, subject: str, text: str, context: tuple[str, ...]) -> dict[IntentName, float]:
        return {self.name: 0.97}

    def clause_scores(self, clauses: Sequence[str]) -> list[dict[IntentName, float]]:
        return []


@pytest.mark.parametrize("text", ["We pay later perhaps.", "Can we talk about the mops?", "IN-7015 and so on."])
@pytest.mark.parametrize("name", [PROMISE, REMITTANCE, DISPUTE, ORDER, CHANGE, QUERY])
def test_the_classifier_alone_never_acts(text: str, name: IntentName) -> None:
    assert acted(read(opened(text), BOOK, _Sure(name))) == set()


def test_mail_of_strangers_is_left_unread_only_where_words_and_classifier_agree() -> None:
    offer = "Boost your Google ranking with our SEO package, book a demo. Unsubscribe here."
    stranger = replace(opened(offer), sender=Address("", "x@nobody.example"))
    letter = replace(opened("We would like to talk to you about mops."), sender=Address("", "x@nobody.example"))
    assert read(stranger, BOOK, _Sure(IntentName.SPAM)).confidence(IntentName.SPAM) >= LEAST
    assert read(letter, BOOK, _Sure(IntentName.SPAM)).confidence(IntentName.SPAM) < LEAST
    assert read(stranger, BOOK).confidence(IntentName.SPAM) < LEAST


SCORES = [
    # words, facts, score, another intent that is not shown, confidence
    (1.0, 1.0, 0.05, 0.0, 0.96),  # shown in full: a low score alone takes nothing away
    (1.0, 1.0, 0.05, 0.8, 0.672),  # … but a confident score for something else does
    (0.6, 1.0, 0.05, 0.0, 0.616),  # not shown in full: vetoed
    (0.0, 1.0, 0.95, 0.0, 0.88),  # without words: shown to a person
    (0.0, 0.0, 0.95, 0.0, 0.6175),  # the classifier alone: listed
    (0.0, 0.0, 0.7, 0.0, 0.455),
]


@pytest.mark.parametrize(("words", "facts", "score", "other", "confidence"), SCORES)
def test_what_the_classifier_may_do(words: float, facts: float, score: float, other: float, confidence: float) -> None:
    views = {name: View(name, 0.0, 0.0) for name in (PROMISE, REMITTANCE, DISPUTE)}
    views[DISPUTE] = View(DISPUTE, words, facts)
    moved = with_scores(views, {DISPUTE: score, IntentName.MASTER_DATA: other})[DISPUTE]
    assert moved.confidence == pytest.approx(confidence)
    assert words > 0 or moved.confidence < LEAST


def test_to_the_classifier_a_coming_and_a_past_payment_are_one() -> None:
    views = {PROMISE: View(PROMISE, 1.0, 1.0), REMITTANCE: View(REMITTANCE, 0.0, 1.0)}
    assert with_scores(views, {REMITTANCE: 0.9, PROMISE: 0.1})[PROMISE].confidence > LEAST


@pytest.mark.parametrize(
    "text",
    [
        "Our order PV-4430: 40 x MP-1. We close for stocktaking on 24 April.",
        "Unsere Bestellung PV-4430: 40 Stück MP-1. Am 24. April holt unser Fahrer ab.",
        "Notre commande PV-4430 : 40 x MP-1. Notre chauffeur peut passer vendredi 24/04.",
    ],
)
def test_a_coming_day_that_the_order_did_not_take_is_for_a_person(text: str) -> None:
    reading = said(text)
    taken = reading.order is not None and reading.order.requested_date is not None
    assert taken or acted(reading) == set()


MODEL = IntentModel.load()
CERTAINTY = load_toml(Path(str(folder("config") / "routing.toml")))["certainty"]


def alone(text: str) -> set[IntentName]:
    """The intents that a desk with the shipped model acts upon."""
    reading = read(opened(text), BOOK, MODEL, judge=MODEL)
    least = max(CERTAINTY.get(intent.name.value, CERTAINTY["default"]) for intent in reading.intents)
    return acted(reading) if reading.certainty is not None and reading.certainty >= least else set()


PROBES = [
    *((text, PROMISE) for text in (*NO_PROMISE, *NOT_FOR_US)),
    *((text, REMITTANCE) for text in NO_ADVICE),
    *((text, ORDER) for text in NO_ORDER),
    *((text, DISPUTE) for text in NO_DISPUTE),
]


@pytest.mark.parametrize(("text", "name"), PROBES)
def test_the_trained_judge_acts_on_no_probe_either(text: str, name: IntentName) -> None:
    assert name not in alone(text)


@pytest.mark.parametrize(
    "text",
    ["We will pay IN-7015 on 29 April.", "Pourriez-vous nous renvoyer une copie de la facture IN-7015 ?"],
)
def test_what_is_plain_is_acted_upon_with_the_trained_judge(text: str) -> None:
    assert alone(text)


class _Convinced(_Sure):
    """A judge that is sure of one intent, whatever the message shows."""

    def intents(self, signals: Signals) -> tuple[Intent, ...]:
        return (Intent(self.name, 0.99),)

    def present(self, signals: Signals) -> dict[IntentName, float]:
        return {self.name: 0.99}

    def certainty(self, signals: Mapping[str, float]) -> float:
        return 0.99


@pytest.mark.parametrize("text", ["We pay later perhaps.", "We hope to pay IN-7015 on 29 April.", "IN-7015 and so on."])
@pytest.mark.parametrize("name", [PROMISE, REMITTANCE, ORDER, CHANGE, QUERY])
def test_a_judge_acts_on_nothing_that_words_and_facts_do_not_show(text: str, name: IntentName) -> None:
    judge = _Convinced(name)
    assert acted(read(opened(text), BOOK, judge, judge=judge)) == set()


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Which account should we pay into from now on, please? What is your IBAN?", True),
        ("Is your IBAN still ES91 2100 0418 4502 0005 1332? Somebody wrote to us in your name.", False),
    ],
)
def test_a_question_about_an_account_that_it_names_is_for_a_person(text: str, acts: bool) -> None:
    judge = _Convinced(QUERY)
    reading = read(opened(text), BOOK, judge, judge=judge)
    assert ("account_asked_about" not in {problem.code for problem in reading.problems}) is acts


class _Torn(_Convinced):
    """A judge that is sure of one intent and holds every other for as likely as it is told."""

    def __init__(self, name: IntentName, others: float) -> None:
        super().__init__(name)
        self.others = others

    def present(self, signals: Signals) -> dict[IntentName, float]:
        return {name: self.others for name in IntentName} | {self.name: 0.99}


@pytest.mark.parametrize(("others", "expected"), [(0.01, {PROMISE}), (0.14, {PROMISE}), (0.16, set())])
def test_what_the_judge_holds_for_possible_besides_is_for_a_person(others: float, expected: set[IntentName]) -> None:
    judge = _Torn(PROMISE, others)
    assert acted(read(opened("We will pay IN-7015 on 29 April."), BOOK, judge, judge=judge)) == expected


@pytest.mark.parametrize(("others", "expected"), [(0.01, {PROMISE}), (0.05, set())])
def test_words_for_another_intent_count_where_the_judge_lets_them(others: float, expected: set[IntentName]) -> None:
    judge = _Torn(PROMISE, others)
    text = "We will pay IN-7015 on 29 April. Please note our new address."
    assert acted(read(opened(text), BOOK, judge, judge=judge)) == expected


def test_no_judge_takes_back_what_words_and_facts_say_in_full() -> None:
    judge = _Torn(PROMISE, 0.0)
    text = "We will pay IN-7015 on 29 April. Our new address is 4 Mill Lane, LS1 4AB Leeds."
    assert acted(read(opened(text), BOOK, judge, judge=judge)) == set()


@pytest.mark.parametrize("name", [IntentName.SPAM, IntentName.AUTO_REPLY, IntentName.BOUNCE])
def test_a_judge_alone_lets_no_mail_lie_unread(name: IntentName) -> None:
    judge = _Convinced(name)
    reading = read(opened("We would like to talk to you about mops."), BOOK, judge, judge=judge)
    assert reading.confidence(name) < 0.8
    assert reading.customer is not None  # the sender's address is the customer's, whatever is thought of the words
