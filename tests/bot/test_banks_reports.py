"""Reports of providers, lists of cheques, lockboxes and status reports: rows must add up to what is paid out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.banks import read_contents
from bot.banks.detect import Contents
from bot.banks.summary import summary_of
from workflows.cash.sources import ReceiptSource, SourceKind
from workflows.errors import BadInput

PAYPAL = """"Date","Time","Name","Type","Status","Currency","Gross","Fee","Net","Transaction ID","Invoice Number"
"13/03/2026","08:00","Anker","Website Payment","Completed","EUR","500.00","-7.50","492.50","T1","RE 314"
"13/03/2026","09:00","Birke","Website Payment","Pending","EUR","9.00","0.00","9.00","T2","RE 9"
"14/03/2026","09:00","Cedre","General Payment","Completed","EUR","120.00","-2.50","117.50","T3","RE 390"
"15/03/2026","09:00","","General Withdrawal","Completed","EUR","-610.00","0.00","-610.00","T4",""
"16/03/2026","09:00","Later","Website Payment","Completed","EUR","7.00","0.00","7.00","T5",""
"""
PAYPAL_GERMAN = """Datum;Name;Typ;Status;Währung;Brutto;Gebühr;Netto;Transaktionscode;Rechnungsnummer
13.03.2026;Anker;Website-Zahlung;Abgeschlossen;EUR;1.500,00;-7,50;1.492,50;T1;RE 314
15.03.2026;;Allgemeine Abbuchung;Abgeschlossen;EUR;-1.492,50;0,00;-1.492,50;T4;
"""
STRIPE = (
    "automatic_payout_id,automatic_payout_effective_at,reporting_category,currency,gross,fee,net,charge_id,"
    """customer_name,description
po_7788991,2026-03-15 00:00:00,charge,eur,500.00,7.50,492.50,ch_1,Anker,RE 314
po_7788991,2026-03-15 00:00:00,refund,eur,-20.00,0.00,-20.00,ch_0,Birke,RE 12
po_7788991,2026-03-15 00:00:00,dispute,eur,-30.00,15.00,-45.00,ch_9,Cedre,RE 13
po_1234567,2026-03-16 00:00:00,charge,eur,10.00,0.30,9.70,ch_2,Anker,RE 315
"""
)
ADYEN = (
    "Merchant Account,Psp Reference,Merchant Reference,Creation Date,Type,Net Currency,Net Debit (NC),Net Credit (NC),"
    """Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),Batch Number
US,P1,RE 314,2026-03-13 10:00:00,Settled,EUR,,492.50,1.50,1.00,2.00,3.00,77
US,P2,RE 12,2026-03-13 10:00:00,Refunded,EUR,20.00,,,,,,77
US,,Fees,2026-03-14 10:00:00,Fee,EUR,2.50,,,,,,77
US,,,2026-03-14 10:00:00,MerchantPayout,EUR,470.00,,,,,,77
"""
)
CHEQUES = """Numéro de chèque;Tireur;Montant;Facture;Date de remise;Remise
0012345;Anker;1 500,00;FACT 314;15/03/2026;R-77001
0099999;Birke;120,00;FACT 390;15/03/2026;R-77001
"""


def sources_of(text: str) -> tuple[ReceiptSource, ...]:
    return read_contents("p.csv", text.encode()).sources


def shares_of(source: ReceiptSource) -> list[tuple[str, str]]:
    return [(str(share.amount), share.kind) for share in source.shares]


def test_a_paypal_withdrawal_is_made_of_what_was_completed_since_the_last() -> None:
    (source,) = sources_of(PAYPAL)
    assert (source.total, source.reference, source.reported_on) == (
        Decimal("610.00"), "T4", date(2026, 3, 15),
    )  # fmt: skip
    assert shares_of(source) == [
        ("500.00", "credit_transfer"), ("-7.50", "charge"), ("120.00", "credit_transfer"), ("-2.50", "charge"),
    ]  # fmt: skip
    assert (source.shares[0].payer_name, source.shares[0].texts) == ("Anker", ("RE 314",))


def test_the_german_report_is_the_same() -> None:
    (source,) = sources_of(PAYPAL_GERMAN)
    assert (source.total, shares_of(source)[0]) == (Decimal("1492.50"), ("1500.00", "credit_transfer"))


def test_each_stripe_payout_is_a_source_and_a_dispute_is_a_return() -> None:
    first, second = sources_of(STRIPE)
    assert (first.reference, first.total, second.total) == ("po_7788991", Decimal("427.50"), Decimal("9.70"))
    assert ("-30.00", "return") in shares_of(first) and ("-20.00", "other") in shares_of(first)


def test_adyens_fees_come_back_onto_the_customers_money() -> None:
    (source,) = sources_of(ADYEN)
    assert (source.total, source.reference) == (Decimal("470.00"), "77")
    assert shares_of(source)[:2] == [("500.00", "card"), ("-7.50", "charge")]


def test_a_list_of_cheques_is_one_deposit() -> None:
    (source,) = sources_of(CHEQUES)
    assert (source.kind, source.reference, source.total) == (SourceKind.CHEQUES, "R-77001", Decimal("1620.00"))
    assert source.shares[0].reference == "0012345"


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        (PAYPAL.replace('"-610.00","0.00","-610.00"', '"-600.00","0.00","-600.00"'), "the payout is 600.00", 5),
        (PAYPAL.replace('"492.50"', '"482.50"'), "less the fee", 2),
        (PAYPAL.replace("General Payment", "Strange Thing"), "unknown type 'strange thing'", 4),
        (PAYPAL.replace('"500.00"', '"5OO.00"'), "no amount", 2),
        (PAYPAL.replace("13/03", "03/04").replace("14/03", "03/04").replace("15/03", "03/04").replace("16/03", "03/04"),
         "two different days", 2),
        (STRIPE.split("po_7788991")[0], "pays nothing out", 1),
    ],
)  # fmt: skip
def test_a_report_that_does_not_add_up_is_refused_with_its_line(text: str, what: str, line: int) -> None:
    with pytest.raises(BadInput, match=what) as refused:
        sources_of(text)
    assert refused.value.line == line


def lockbox(**changes: str) -> str:
    def record(*fields: tuple[int, str]) -> str:
        text = " " * 80
        for start, value in fields:
            text = text[: start - 1] + value + text[start - 1 + len(value) :]
        return text.rstrip()

    lines = {
        "header": record((1, "100"), (4, "DESTINATION"), (20, "ORIGIN")),
        "service": record((1, "2"), (4, "SERVICE")),
        "deposit": record((1, "5001"), (8, "0047110"), (15, "260315")),
        "one": record((1, "6001001"), (8, "0000050000"), (18, "011000015"), (27, "1234567890"), (37, "000012345")),
        "invoice": record((1, "4001001601"), (11, "9"), (12, "RE-314"), (28, "0000050000")),
        "two": record((1, "6001002"), (8, "0000012000"), (37, "000099999"), (46, "BIRKE INC")),
        "batch": record((1, "7001"), (18, "002"), (21, "0000062000")),
        "lockbox": record((1, "8"), (19, "0000062000")),
        "trailer": record((1, "9"), (2, "000009")),
    }
    return "\n".join({**lines, **changes}.values()) + "\n"


def test_a_lockbox_tells_each_cheque_with_its_invoices() -> None:
    (source,) = sources_of(lockbox())
    first, second = source.shares
    assert (source.total, source.reference, str(source.reported_on)) == (Decimal("620.00"), "0047110", "2026-03-15")
    assert (first.amount, first.reference, first.payer_account, first.structured) == (
        500, "000012345", "1234567890", ("RE-314",),
    )  # fmt: skip
    assert (second.amount, second.payer_name) == (120, "BIRKE INC")


@pytest.mark.parametrize(
    ("changes", "what"),
    [({"two": "6001002" + "0000012001"}, "batch total"), ({"trailer": ""}, "before its trailer")],
)
def test_a_lockbox_whose_totals_do_not_agree_is_refused(changes: dict[str, str], what: str) -> None:
    with pytest.raises(BadInput, match=what):
        sources_of(lockbox(**changes))


def status_report(*transactions: str, original: str = "pain.008.001.08") -> bytes:
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>M</MsgId>'
        "<CreDtTm>2026-03-15T10:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>OURS-1</OrgnlMsgId>"
        f"<OrgnlMsgNmId>{original}</OrgnlMsgNmId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>B1"
        f"</OrgnlPmtInfId>{''.join(transactions)}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()


def refused(end_to_end: str, amount: str, reason: str, status: str = "RJCT") -> str:
    return (
        f"<TxInfAndSts><OrgnlEndToEndId>{end_to_end}</OrgnlEndToEndId><TxSts>{status}</TxSts><StsRsnInf><Rsn><Cd>"
        f'{reason}</Cd></Rsn></StsRsnInf><OrgnlTxRef><Amt><InstdAmt Ccy="EUR">{amount}</InstdAmt></Amt><MndtRltdInf>'
        "<MndtId>MD-1</MndtId></MndtRltdInf><Dbtr><Pty><Nm>Anker</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE11</IBAN></Id>"
        "</DbtrAcct></OrgnlTxRef></TxInfAndSts>"
    )


def test_a_status_report_tells_who_refused_what_and_why() -> None:
    contents = read_contents("p.xml", status_report(refused("E1", "50.00", "AC04"), refused("E2", "7.00", "AM04")))
    first = contents.statuses[0]
    assert (first.end_to_end_id, first.reason, first.name, first.mandate) == ("E1", "AC04", "Anker", "MD-1")
    (source,) = contents.sources
    assert (source.kind, source.total) == (SourceKind.RETURNS, Decimal("-57.00"))
    assert [share.reason for share in source.shares] == ["AC04", "AM04"]


def test_what_the_bank_accepted_or_did_not_collect_is_no_return() -> None:
    accepted = read_contents("p.xml", status_report(refused("E1", "50.00", "", "ACSC")))
    payment = read_contents("p.xml", status_report(refused("E1", "50.00", "AC04"), original="pain.001.001.09"))
    assert (accepted.sources, payment.sources) == ((), ())
    assert payment.statuses[0].refused


def test_the_summary_names_what_came_and_what_is_missing() -> None:
    contents = read_contents("p.xml", status_report(refused("E1", "50.00", "AC04")))
    assert summary_of(contents, new=0, kept=1) == (
        "1 reports of 1 receipts, 1 new: they wait for the bank's line; 1 payment statuses, 1 refused (AC04)"
    )
    assert summary_of(Contents(), new=0, kept=0) == "0 statements, 0 entries, 0 new"


def cfonb240(*amounts: int, code: str = "20", total: int | None = None) -> bytes:
    def record(kind: str, amount: str, name: str = "", text: str = "") -> str:
        other = f"{'3000600001':10}{'00000000010':11}{name:24}"
        own = f"{'3000600001':10}{'00000000001':11}{'':24}"
        return (f"{kind}000001{code}150326E{'':4}{other}{'':11}{own}{'':6}{text:88}{'':12}" + amount).ljust(240)

    lines = [record("31", " " * 12)]
    lines += [record("34", f"{amount:012d}", "ANKER WERFT", "FACTURE 314") for amount in amounts]
    lines.append(record("39", f"{sum(amounts) if total is None else total:012d}"))
    return "\n".join(lines).encode()


def test_cfonb_240_tells_single_transfers_and_their_total_proves_them() -> None:
    (statement,) = read_contents("x.txt", cfonb240(50000, 12000)).statements
    first = statement.entries[0]
    assert [entry.amount for entry in statement.entries] == [500, 120]
    assert (first.payer_name, first.texts, str(first.booking_date)) == ("ANKER WERFT", ("FACTURE 314",), "2026-03-15")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (cfonb240(50000, total=50001), "the total"),
        (cfonb240(50000, code="99"), "operation code '99'"),
        (cfonb240(50000).rsplit(b"\n", 1)[0], "without its total"),
    ],
)
def test_cfonb_240_that_is_not_certain_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(BadInput, match=what) as caught:
        read_contents("x.txt", data)
    assert caught.value.line is not None
