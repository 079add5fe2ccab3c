"""What the reader makes of mails of a wholesaler of medical goods, in three languages and many ways of saying it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from nlp.book import ArticleEntry, CustomerEntry, DocumentEntry, OrderEntry, SentEntry, Snapshot
from nlp.opened import Automatic, Document, OpenedMessage, Table
from nlp.reader import read
from nlp.reading import Address, Bounce, Identification, IntentName, Reading
from nlp.wire import reading_as_json
from tests.steps import grows_with_its_length

SENT_AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)  # a Tuesday


def customer(number: str, name: str, domain: str, language: str, currency: str = "EUR", **more: Any) -> CustomerEntry:
    return CustomerEntry(
        number, "FR01", name, (), "FR", language, currency, (f"compta@{domain}",), (domain,), **more
    )  # fmt: skip


def invoice(
    number: str, owner: str, total: str, open_amount: str | None = None, currency: str = "EUR", po: str = ""
) -> DocumentEntry:
    return DocumentEntry(
        number, owner, "FR01", date(2026, 1, 15), date(2026, 2, 14), Decimal(total), Decimal(open_amount or total), currency, po  # noqa: E501
    )  # fmt: skip


BOOK = Snapshot(
    customers=[
        customer("C1", "Pharmacie des Halles", "pharmacie-halles.example", "fr"),
        customer("C2", "Klinikum Rosenau GmbH", "klinikum-rosenau.example", "de"),
        customer("C3", "Ashdown Care Homes Ltd", "ashdown-care.example", "en", "GBP"),
    ],
    documents=[
        invoice("BR-2026-00123", "C1", "4300.00", po="PH-7781"),
        invoice("BR-2026-00140", "C1", "812.40"),
        invoice("310045667", "C1", "99.90"),
        invoice("BA-2026-00004", "C1", "-200.00"),
        invoice("BR-2026-00201", "C2", "1190.00", po="4500118822"),
        invoice("BR-2026-00215", "C2", "2380.00"),
        invoice("BR-2026-00300", "C3", "640.00", currency="GBP"),
        invoice("BR-2026-00311", "C3", "1500.00", currency="GBP"),
    ],
    orders=[
        OrderEntry("S1", "C1", "PH-7801", date(2026, 3, 2), ("GL-M", "MA-50")),
        OrderEntry("S2", "C2", "4500120001", date(2026, 3, 2), ("GL-L",)),
        OrderEntry("S3", "C3", "ACH-551", date(2026, 3, 2), ("SY-10",)),
    ],
    articles=[
        ArticleEntry("GL-M", ("Nitrile gloves M", "Gants nitrile M", "Nitrilhandschuhe M"), (), Decimal("6.90"), "EUR"),
        ArticleEntry("GL-L", ("Nitrile gloves L", "Gants nitrile L", "Nitrilhandschuhe L"), (), Decimal("6.90"), "EUR"),
        ArticleEntry("MA-50", ("Surgical masks, box of 50", "Masques chirurgicaux, boîte de 50", "OP-Masken, 50er Box"), ("MASK50",), Decimal("4.50"), "EUR"),  # noqa: E501
        ArticleEntry("SY-10", ("Syringe 10 ml", "Seringue 10 ml", "Spritze 10 ml"), (), Decimal("0.20"), "EUR"),
    ],
    sent=[SentEntry("<dun-1@beaurivage.example>", "C2", "dunning", ("BR-2026-00201",))],
    number_patterns=[r"BR-\d{4}-\d{5}", r"31\d{7}", r"BA-\d{4}-\d{5}"],
    own_domains=["beaurivage.example"],
    own_names=["Beaurivage Santé SAS"],
)  # fmt: skip


def mail(text: str, subject: str = "", sender: str = "compta@pharmacie-halles.example", **more: Any) -> OpenedMessage:
    values: dict[str, Any] = {
        "message_id": "<1@x.example>", "sender": Address("", sender), "reply_to": None, "recipients": (), "subject": subject,  # noqa: E501
        "sent_at": SENT_AT, "in_reply_to": None, "references": (), "headers": (), "text": text, "html": "", "new_text": text,  # noqa: E501
        "quoted_text": "", "tables": (), "documents": (), "automatic": Automatic.NO, "bounce": None,
    }  # fmt: skip
    return OpenedMessage(**(values | more))


def said(text: str, subject: str = "", sender: str = "compta@pharmacie-halles.example", **more: Any) -> Reading:
    return read(mail(text, subject, sender, **more), BOOK)


FR, DE, EN = "compta@pharmacie-halles.example", "einkauf@klinikum-rosenau.example", "office@ashdown-care.example"

CASES: list[tuple[str, str, str, set[str], dict[str, Any]]] = [
    (FR, "Facture 123", "Bonjour,\n\nNous contestons la facture 123 : nos gants ont été facturés 7,90 € au lieu de 6,90 €, le prix convenu. Merci d'établir un avoir de 100,00 €.\n\nCordialement", {"dispute"}, {"dispute.reason": "price", "dispute.invoices": ["BR-2026-00123"], "dispute.amount": "100.00"}),  # noqa: E501
    (FR, "", "Bonjour, pourriez-vous me renvoyer la facture BR 2026 140 ? Elle a disparu de notre boîte.", {"query"}, {"query.topic": "invoice_copy", "query.invoices": ["BR-2026-00140"]}),  # noqa: E501
    (FR, "relevé", "Bonjour, merci de nous adresser un relevé de notre compte au 28 février, pour rapprochement.", {"query"}, {"query.topic": "statement"}),  # noqa: E501
    (FR, "Relance", "Madame,\nNous réglerons la facture BR-2026-00123 le 31 mars, notre trésorerie étant tendue.\nCordialement", {"promise"}, {"promise.invoices": ["BR-2026-00123"], "promise.instalments": [{"date": "2026-03-31", "amount": None}]}),  # noqa: E501
    (FR, "échéancier", "Bonjour,\nJe vous propose de solder la BR-2026-00123 en trois mensualités : 1 500 € fin mars, 1 500 € fin avril et le solde fin mai.", {"promise"}, {"promise.instalments": [{"date": "2026-03-31", "amount": "1500.00"}, {"date": "2026-04-30", "amount": "1500.00"}, {"date": "2026-05-31", "amount": "1300.00"}]}),  # noqa: E501
    (FR, "virement", "Bonjour,\nNous avons procédé ce jour au virement de 5 112,40 € en règlement des factures BR-2026-00123 (4 300,00 €) et BR-2026-00140 (812,40 €). Référence : VIR-8841.", {"remittance"}, {"remittance.total": "5112.40", "remittance.payment_date": "2026-03-10", "remittance.reference": "VIR-8841"}),  # noqa: E501
    (FR, "Commande", "Bonjour,\nPourriez-vous nous livrer pour le 20 mars :\n- 40 boîtes de gants nitrile M\n- 25 masques chirurgicaux, boîte de 50\nNotre commande PH-7820.\nMerci", {"order"}, {"order.po_number": "PH-7820", "order.requested_date": "2026-03-20"}),  # noqa: E501
    (FR, "PH-7801", "Bonjour, merci d'annuler notre commande PH-7801, nous n'en avons plus besoin.", {"order_change"}, {"order_change.action": "cancel", "order_change.po_number": "PH-7801"}),  # noqa: E501
    (FR, "commande PH-7801", "Bonjour, où en est la commande PH-7801 ? Nous attendions la livraison lundi.", {"query"}, {"query.topic": "order_status", "query.po_number": "PH-7801"}),  # noqa: E501
    (FR, "Nouvelle adresse", "Bonjour,\nNous avons déménagé. Notre nouvelle adresse : 8 rue des Tanneurs, 69005 Lyon.\nCordialement", {"master_data"}, {"master_data.changes": {"address": "8 rue des Tanneurs, 69005 Lyon"}}),  # noqa: E501
    (FR, "", "Bonjour, votre facture 310045667 a déjà été payée le 12 février. Merci de vérifier.", {"dispute"}, {"dispute.reason": "already_paid"}),  # noqa: E501
    (FR, "litige", "Bonjour, deux cartons étaient écrasés à la réception, les masques sont inutilisables. Facture BR-2026-00140 bloquée.", {"dispute"}, {"dispute.reason": "damaged"}),  # noqa: E501
    (FR, "TVA", "Bonjour, la TVA de la facture BR-2026-00140 est erronée : taux de 20 % appliqué au lieu de 5,5 %. Merci de rectifier la facture.", {"dispute"}, {"dispute.reason": "tax"}),  # noqa: E501
    (DE, "AW: Zahlungserinnerung", "Guten Tag,\n\ndie Rechnung BR-2026-00201 über 1.190,00 EUR wird im nächsten Zahllauf am 20.03. überwiesen.\n\nMfG", {"promise"}, {"promise.instalments": [{"date": "2026-03-20", "amount": "1190.00"}]}),  # noqa: E501
    (DE, "Reklamation", "Sehr geehrte Damen und Herren,\nin der Lieferung zu Rechnung BR-2026-00215 fehlten 12 Packungen Handschuhe. Bitte um Gutschrift über 82,80 EUR.", {"dispute"}, {"dispute.reason": "quantity", "dispute.amount": "82.80"}),  # noqa: E501
    (DE, "Rechnungskopie", "Hallo, uns liegt die Rechnung 215 nicht vor. Könnten Sie uns diese bitte nochmals zusenden?", {"query"}, {"query.topic": "invoice_copy", "query.invoices": ["BR-2026-00215"]}),  # noqa: E501
    (DE, "Bestellung 4500120077", "Hallo,\nwir bestellen:\n30 x Nitrilhandschuhe L zu 6,90 EUR\n10 x OP-Masken, 50er Box zu 4,50 EUR\nSumme netto 252,00 EUR\nLiefertermin: 18.03.2026", {"order"}, {"order.po_number": "4500120077", "order.total": "252.00", "order.requested_date": "2026-03-18"}),  # noqa: E501
    (DE, "Bestellung 4500120001", "Guten Morgen,\nbitte erhöhen Sie in der Bestellung 4500120001 die Nitrilhandschuhe L auf 60 Packungen.", {"order_change"}, {"order_change.lines": [{"sku": "GL-L", "description": "Nitrilhandschuhe L", "quantity": 60, "unit_price": None}]}),  # noqa: E501
    (DE, "Termin", "Hallo, können Sie die Lieferung zur Bestellung 4500120001 auf den 27. März verschieben?", {"order_change"}, {"order_change.requested_date": "2026-03-27"}),  # noqa: E501
    (DE, "Bankverbindung", "Guten Tag, bitte teilen Sie uns Ihre aktuelle Bankverbindung mit, wir finden auf der Rechnung keine IBAN.", {"query"}, {"query.topic": "bank_details"}),  # noqa: E501
    (DE, "Avis", "Guten Tag,\nwir haben heute 1.166,20 EUR überwiesen: Rechnung BR-2026-00201 über 1.190,00 EUR abzgl. 2% Skonto 23,80 EUR.", {"remittance"}, {"remittance.lines": [{"invoice": "BR-2026-00201", "amount": "1190.00", "deduction": "23.80", "reason": "discount"}]}),  # noqa: E501
    (DE, "Neue Anschrift", "Sehr geehrte Damen und Herren,\nwir sind umgezogen. Unsere neue Anschrift lautet: Lindenweg 12, 50667 Köln. Bitte aktualisieren Sie Ihre Stammdaten.", {"master_data"}, {"master_data.changes": {"address": "Lindenweg 12, 50667 Köln"}}),  # noqa: E501
    (DE, "Fälligkeit", "Hallo, wann ist die Rechnung BR-2026-00215 fällig? Auf dem Beleg steht kein Datum.", {"query"}, {"query.topic": "due_date", "query.invoices": ["BR-2026-00215"]}),  # noqa: E501
    (DE, "falsche Ware", "Hallo, Sie haben Größe L geliefert statt M, bestellt war Nitrilhandschuhe M. Rechnung BR-2026-00215 bleibt offen, bis die richtige Ware da ist.", {"dispute"}, {"dispute.reason": "wrong_item"}),  # noqa: E501
    (EN, "Invoice query", "Hi team,\nWe've been billed twice for the same delivery: 300 and 311 both cover delivery note 7712. Please credit invoice BR-2026-00311.\nThanks", {"dispute"}, {"dispute.reason": "duplicate"}),  # noqa: E501
    (EN, "Payment", "Hello, invoice BR-2026-00300 will be paid by the end of March. Sorry for the delay.", {"promise"}, {"promise.invoices": ["BR-2026-00300"], "promise.instalments": [{"date": "2026-03-31", "amount": None}]}),  # noqa: E501
    (EN, "Remittance", "Please note we paid £2,140.00 today by BACS for invoices 300 and 311, reference ACH-PAY-77.", {"remittance"}, {"remittance.total": "2140.00", "remittance.payment_date": "2026-03-10", "remittance.reference": "ACH-PAY-77"}),  # noqa: E501
    (EN, "PO ACH-560", "Hi,\nPlease supply 200 x Syringe 10 ml at 0.20 each and 5 boxes nitrile gloves M at 6.90 on PO ACH-560. Delivery by Friday 20 March please.", {"order"}, {"order.po_number": "ACH-560", "order.requested_date": "2026-03-20"}),  # noqa: E501
    (EN, "order ACH-551", "Morning, please change order ACH-551 to 500 syringe 10 ml instead of 300.", {"order_change"}, {"order_change.po_number": "ACH-551", "order_change.lines": [{"sku": "SY-10", "description": "syringe 10 ml", "quantity": 500, "unit_price": None}]}),  # noqa: E501
    (EN, "", "Could you send me a copy of invoice 311 please? Our system rejected the original.", {"query"}, {"query.topic": "invoice_copy", "query.invoices": ["BR-2026-00311"]}),  # noqa: E501
    (EN, "Your invoice", "We cannot process BR-2026-00300 because our purchase order number is missing. Please reissue the invoice.", {"dispute"}, {"dispute.reason": "invoice_form"}),  # noqa: E501
    (EN, "", "We never ordered these syringes. Please cancel invoice BR-2026-00300.", {"dispute"}, {"dispute.reason": "not_ordered"}),  # noqa: E501
    (EN, "New contact", "Dear all, please send all invoices to invoices@ashdown-care.example from now on. Your new contact is Priya Raman.", {"master_data"}, {"master_data.changes": {"emails": "invoices@ashdown-care.example", "contact": "Priya Raman"}}),  # noqa: E501
    (EN, "where is it", "Hi, when will order ACH-551 be delivered? We are running low.", {"query"}, {"query.topic": "order_status", "query.po_number": "ACH-551"}),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(
    ("sender", "subject", "text", "intents", "facts"), CASES, ids=[f"{c[0][:3]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_plain_mail_is_understood(
    sender: str, subject: str, text: str, intents: set[str], facts: dict[str, Any]
) -> None:
    wire = reading_as_json(said(text, subject, sender))
    assert {intent["name"] for intent in wire["intents"]} == intents
    for path, expected in facts.items():
        section, _, name = path.partition(".")
        assert wire[section][name] == expected, path


ORDER_TABLE = Table(
    (("Réf.", "Désignation", "Qté", "PU HT"), ("GL-M", "Gants nitrile M", "40", "6,90"), ("MASK50", "Masques", "10", "4,50")),  # noqa: E501
    header=0,
)  # fmt: skip
ADVICE_TABLE = Table(
    (("Facture", "Date", "Montant", "Escompte", "Net payé"), ("BR-2026-00123", "15/01/2026", "4 300,00", "86,00", "4 214,00"),  # noqa: E501
     ("BA-2026-00004", "15/01/2026", "200,00", "", "200,00"), ("Total", "", "", "", "4 014,00")),
    header=0,
)  # fmt: skip
SHARED_TABLE = Table(
    (("Supplier", "Invoice", "Amount"), ("Other Ltd", "X-991", "50.00"), ("Beaurivage", "BR-2026-00300", "640.00"), ("Total", "", "690.00")),  # noqa: E501
    header=0,
)  # fmt: skip


def attached(table: Table, text: str = "", name: str = "piece.pdf") -> tuple[Document, ...]:
    return (Document(name, "application/pdf", 1000, text, (table,)),)


def test_an_attached_order_table_is_an_order_whatever_the_mail_says() -> None:
    reading = said(
        "Bonjour, voir pièce jointe.",
        "BC PH-7830",
        documents=attached(ORDER_TABLE, "Bon de commande PH-7830\nDate : 09/03/2026\nTotal HT : 321,00 €"),
    )
    assert reading.order is not None
    assert [(line.sku, line.quantity, line.unit_price) for line in reading.order.lines] == [
        ("GL-M", 40, Decimal("6.90")),
        ("MA-50", 10, Decimal("4.50")),
    ]
    assert (reading.order.po_number, reading.order.total) == ("PH-7830", Decimal("321.00"))
    assert reading.confidence(IntentName.ORDER) > 0.9


def test_a_wrong_sum_is_a_problem_of_the_order() -> None:
    reading = said(
        "Commande jointe", "BC PH-7830", documents=attached(ORDER_TABLE, "Bon de commande PH-7830\nTotal HT : 999,00 €")
    )
    assert "total_mismatch" in {problem.code for problem in reading.problems}
    assert reading.confidence(IntentName.ORDER) < 0.9


def test_a_line_that_cannot_be_read_keeps_an_order_from_being_complete() -> None:
    whole = said("Bonjour, commande PH-7840 : 10 gants nitrile M et 5 gants nitrile L. Merci.")
    torn = said("Bonjour, commande PH-7840 : 10 gants nitrile M et 5 bidules verts. Merci.")
    assert "unread_number" in {problem.code for problem in torn.problems}
    assert torn.confidence(IntentName.ORDER) < whole.confidence(IntentName.ORDER)


def test_an_advice_is_read_with_its_discount_and_its_credit_note() -> None:
    reading = said(
        "Bonjour, notre virement d'hier.",
        "Avis de paiement",
        documents=attached(ADVICE_TABLE, "Avis de virement n° V-5512\nBA-2026-00004 BR-2026-00123\nTotal : 4 014,00 €"),
    )
    assert reading.remittance is not None
    lines = [(line.invoice, line.amount, line.deduction, line.reason) for line in reading.remittance.lines]
    assert lines == [
        ("BR-2026-00123", Decimal("4300.00"), Decimal("86.00"), "discount"),
        ("BA-2026-00004", Decimal("-200.00"), None, None),
    ]
    assert (reading.remittance.total, reading.remittance.payment_date) == (Decimal("4014.00"), date(2026, 3, 9))


def test_of_a_list_for_many_suppliers_only_our_lines_count() -> None:
    reading = said(
        "Remittance attached.", "Payment run", EN, documents=attached(SHARED_TABLE, "Payment run 7 March 2026")
    )
    assert reading.remittance is not None
    assert [line.invoice for line in reading.remittance.lines] == ["BR-2026-00300"]
    assert reading.remittance.total == Decimal("640.00")


def test_what_is_quoted_is_no_statement_of_the_sender() -> None:
    opened = replace(
        mail("Bonjour, merci, c'est noté."), quoted_text="> nous contestons BR-2026-00123, paiement le 31 mars"
    )
    reading = read(opened, BOOK)
    assert reading.intents[0].name is IntentName.OTHER


def test_an_answer_to_a_dunning_letter_is_about_its_invoice() -> None:
    reading = said(
        "Guten Tag, wir überweisen den Betrag am 20. März.", "AW: Mahnung", DE, in_reply_to="<dun-1@beaurivage.example>"
    )
    assert reading.promise is not None
    assert reading.promise.invoices == ("BR-2026-00201",)


def test_a_private_address_is_known_by_reference_only() -> None:
    reading = said("Could you send me a copy of invoice BR-2026-00300?", "", "jo@gmail.com")
    assert (reading.customer, reading.identified_by) == ("C3", Identification.REFERENCE)


@pytest.mark.parametrize(
    "domain",
    ["beaurivagee.example", "klinikum-rosenaü.example", "beaurivage-paiements.example", "k1inikum-rosenau.example"],
)
def test_an_imitator_is_never_acted_upon(domain: str) -> None:
    reading = said(
        "Please note our new bank details: IBAN DE89 3704 0044 0532 0130 00", "New bank account", f"ceo@{domain}"
    )
    assert reading.main_intent is IntentName.SPAM
    assert "lookalike_domain" in {problem.code for problem in reading.problems}


def test_a_newsletter_and_an_offer_are_not_business() -> None:
    assert (
        said("Agence SEO : nous améliorons votre référencement, sans engagement.", "SEO", "x@seo.example").main_intent
        is IntentName.SPAM
    )
    assert (
        said("This week: new rates.", "News", "n@freight.example", automatic=Automatic.BULK).main_intent
        is IntentName.OTHER
    )


def test_a_robot_is_named_by_its_headers_and_a_bounce_by_whom_it_missed() -> None:
    assert (
        said("Nous payons le 31 mars", "Absence", automatic=Automatic.AUTO_REPLY).main_intent is IntentName.AUTO_REPLY
    )
    bounced = said(
        "550 5.1.1", "", "MAILER-DAEMON@mx.example", automatic=Automatic.BOUNCE, bounce=Bounce(None, EN, "5.1.1", True)
    )
    assert (bounced.main_intent, bounced.customer, bounced.automatic) == (IntentName.BOUNCE, "C3", True)


def test_a_new_account_is_a_change_with_checked_digits() -> None:
    good = said("Bonjour, notre nouveau RIB : IBAN FR76 3000 6000 0112 3456 7890 189.", "Changement de RIB")
    assert good.master_data is not None
    assert dict(good.master_data.changes) == {"iban": "FR7630006000011234567890189"}
    bad = said("Bonjour, notre nouveau RIB : IBAN FR76 3000 6000 0112 3456 7890 188.", "Changement de RIB")
    assert bad.master_data is None


def test_a_number_of_another_customer_is_named_as_such() -> None:
    reading = said("Bonjour, pourriez-vous m'envoyer une copie de la facture BR-2026-00201 ?")
    assert "foreign_reference" in {problem.code for problem in reading.problems}


def test_evidence_points_at_the_words() -> None:
    reading = said(CASES[0][2], CASES[0][1])
    for evidence in reading.evidence:
        if evidence.source == "body" and evidence.start >= 0:
            assert reading.text[evidence.start : evidence.end] == evidence.text


class Certain:
    """A classifier that is sure of one intent."""

    def __init__(self, name: IntentName) -> None:
        self.name = name
        self.context: tuple[str, ...] = ()

    def scores(self, subject: str, text: str, context: tuple[str, ...]) -> dict[IntentName, float]:
        self.context = context
        return {name: 0.97 if name is self.name else 0.02 for name in IntentName}

    def clause_scores(self, clauses: Sequence[str]) -> list[dict[IntentName, float]]:
        return []


def test_a_classifier_that_agrees_raises_and_one_that_denies_lowers() -> None:
    message = mail(CASES[1][2], CASES[1][1])
    alone = read(message, BOOK).confidence(IntentName.QUERY)
    agreeing = Certain(IntentName.QUERY)
    assert read(message, BOOK, agreeing).confidence(IntentName.QUERY) > alone
    assert read(message, BOOK, Certain(IntentName.ORDER)).confidence(IntentName.QUERY) < alone
    assert {"xxknown_customer", "xxknown_invoice"} <= set(agreeing.context)


def test_a_classifier_alone_never_reaches_the_confidence_to_act() -> None:
    reading = read(mail("Bonjour, à bientôt."), BOOK, Certain(IntentName.ORDER))
    assert reading.confidence(IntentName.ORDER) < 0.7


HOSTILE = ["1" * 20000, "1 " * 10000, "1\u00a0" * 10000, "-" * 20000, "a@" * 10000, "facture n° " * 1900, "l'" * 10000, "1.1." * 5000,  # noqa: E501
           "invoice 2 " * 2000, "Rue 1 " * 3300, "\n" * 20000, "neue Adresse " * 1500, "Menge: 5 " * 2200, "R-2025-00314 " * 1500]  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:8].strip() or "blank" for text in HOSTILE])
def test_a_hostile_text_costs_no_more_than_its_length(text: str) -> None:
    assert grows_with_its_length(lambda part: said(part, part[:500]), text)


def test_yesterday_counts_from_the_day_where_the_sender_is() -> None:
    late = datetime(2026, 3, 16, 22, 50, tzinfo=UTC)
    written = (("date", "Tue, 17 Mar 2026 00:50:00 +0200"),)
    text = "Bonjour, nous avons viré hier 812,40 € pour la facture BR-2026-00140."
    reading = said(text, sent_at=late, headers=written)
    assert reading.remittance is not None and reading.remittance.payment_date == date(2026, 3, 16)
