"""camt.052/053/054 in its versions: one entry a transaction, signs as booked, nothing pending, nothing garbled."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.banks import read_bank_file
from workflows.errors import BadInput

NS = ' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{}"'


def camt(
    *entries: str,
    opening: str = "100.00",
    closing: str = "100.00",
    version: str = "08",
    kind: str = "BkToCstmrStmt/Stmt",
) -> bytes:
    message, statement = kind.split("/")
    balances = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>'
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-10</Dt></Dt></Bal>"
        for code, amount in (("OPBD", "100.00"), ("CLBD", closing))
    )
    namespace = NS.format(version) if version else ""
    return (
        f"<Document{namespace}><{message}><GrpHdr/><{statement}><Id>S1</Id><Acct><Id><IBAN>DE02120300000000202051"
        f"</IBAN></Id><Ccy>EUR</Ccy></Acct>{balances}{''.join(entries)}</{statement}></{message}></Document>"
    ).encode()


def ntry(amount: str, details: str = "", mark: str = "CRDT", status: str = "<Cd>BOOK</Cd>", more: str = "") -> str:
    return (
        f'\n<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd><Sts>{status}</Sts>'
        f"<BookgDt><Dt>2026-03-10</Dt></BookgDt><ValDt><DtTm>2026-03-11T00:00:00</DtTm></ValDt>"
        f"<AcctSvcrRef>REF1</AcctSvcrRef>{more}<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def tx(amount: str, name: str = "<Pty><Nm>Anker</Nm></Pty>", text: str = "<Ustrd>RE 1</Ustrd>", more: str = "") -> str:
    return (
        f'<TxDtls><Refs><EndToEndId>E{amount}</EndToEndId></Refs><Amt Ccy="EUR">{amount}</Amt>{more}'
        f"<RltdPties><Dbtr>{name}</Dbtr><DbtrAcct><Id><IBAN>DE11 22</IBAN></Id></DbtrAcct></RltdPties>"
        f"<RmtInf>{text}</RmtInf></TxDtls>"
    )


def entries_of(data: bytes):  # type: ignore[no-untyped-def]
    return [entry for statement in read_bank_file("x.xml", data) for entry in statement.entries]


@pytest.mark.parametrize("version", ["02", "04", "08", "13", ""])
def test_a_credit_transfer_is_read_with_payer_text_and_both_dates(version: str) -> None:
    name = "<Nm>Anker</Nm>" if version == "02" else "<Pty><Nm>Anker</Nm></Pty>"
    status = "BOOK" if version == "02" else "<Cd>BOOK</Cd>"
    texts = "<Ustrd>RE 1</Ustrd><Ustrd>RE 2</Ustrd><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd>"
    data = camt(ntry("50.00", tx("50.00", name, texts), status=status), closing="150.00", version=version)
    (entry,) = entries_of(data)
    assert (entry.amount, entry.payer_name, entry.payer_iban) == (Decimal("50.00"), "Anker", "DE1122")
    assert (entry.texts, entry.structured) == (("RE 1", "RE 2"), ("RF18539007547034",))
    assert (str(entry.booking_date), str(entry.value_date)) == ("2026-03-10", "2026-03-11")
    assert (entry.bank_reference, entry.end_to_end_id) == ("REF1", "E50.00")


def test_a_batch_gives_its_transactions_and_not_itself() -> None:
    batch = entries_of(camt(ntry("50.00", tx("20.00") + tx("30.00")), closing="150.00"))
    assert [(entry.amount, entry.batch_total) for entry in batch] == [(20, 50), (30, 50)]


def test_a_batch_whose_details_do_not_add_up_stays_one_entry() -> None:
    (entry,) = entries_of(camt(ntry("50.00", tx("20.00") + tx("29.00")), closing="150.00"))
    assert (entry.amount, entry.batch_total) == (50, None)


@pytest.mark.parametrize("status", ["<Cd>PDNG</Cd>", "PDNG", "<Cd>INFO</Cd>"])
def test_what_is_not_booked_is_left_out(status: str) -> None:
    assert entries_of(camt(ntry("50.00", status=status))) == []


def test_a_return_is_negative_and_keeps_its_reason_and_debtor() -> None:
    back = tx("50.00", more="").replace("</TxDtls>", "<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf></TxDtls>")
    (entry,) = entries_of(camt(ntry("50.00", back, mark="DBIT"), closing="50.00"))
    assert (entry.amount, entry.kind, entry.reason, entry.payer_name) == (-50, "return", "MD06", "Anker")


def test_charges_and_the_instructed_amount_are_told() -> None:
    more = (
        '<AmtDtls><InstdAmt><Amt Ccy="CHF">60.00</Amt></InstdAmt></AmtDtls>'
        '<Chrgs><Rcrd><Amt Ccy="EUR">4.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>'
    )
    (entry,) = entries_of(camt(ntry("50.00", tx("50.00", more=more)), closing="150.00"))
    assert (entry.charges, entry.instructed_amount, entry.instructed_currency) == (4, 60, "CHF")


def test_a_notification_has_no_balance_to_prove() -> None:
    data = camt(ntry("50.00", tx("50.00")), closing="1.00", kind="BkToCstmrDbtCdtNtfctn/Ntfctn")
    assert len(entries_of(data)) == 1


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (camt(ntry("50.00")), "closing balance"),
        (camt(ntry("12..34")), "no amount"),
        (camt(ntry("1.005")), "finer"),
        (camt(ntry("50.00", mark="X")), "neither"),
        (b"<Document><Other/></Document>", "no camt"),
        (b"<Document><BkToCstmrStmt/></Document>", "without a statement"),
        (camt(ntry("50.00"))[:-40], "not well-formed"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + camt(), "document type"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(data: bytes, what: str) -> None:
    with pytest.raises(BadInput, match=what) as refused:
        read_bank_file("../../x.xml", data)
    assert (refused.value.file, refused.value.line is not None) == ("x.xml", True)
