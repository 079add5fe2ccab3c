"""camt in depth: what a payment is for, currencies and charges, reversals, status, odd files, memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from decimal import Decimal

import pytest

from bot.banks import read_bank_file
from bot.banks.detect import events_of
from bot.banks.values import BankFile
from tests.bot.test_banks_camt import camt, entries_of, ntry, tx
from workflows.cash.model import BankEntry, RemittedDocument
from workflows.errors import BadInput


def document(number: str, code: str, amounts: str) -> str:
    return (
        f"<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Nb>{number}</Nb></RfrdDocInf>"
        f"<RfrdDocAmt>{amounts}</RfrdDocAmt></Strd>"
    )


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (
            document("R1", "CINV", '<DscntApldAmt Ccy="EUR">2.00</DscntApldAmt><RmtdAmt Ccy="EUR">98.00</RmtdAmt>'),
            RemittedDocument("R1", Decimal("98.00"), Decimal("2.00")),
        ),
        (
            document("R1", "CINV", '<DscntApldAmt><Amt Ccy="EUR">2.00</Amt></DscntApldAmt><RmtdAmt Ccy="EUR">98.00'
                     "</RmtdAmt>"),
            RemittedDocument("R1", Decimal("98.00"), Decimal("2.00")),
        ),
        (
            document("R1", "CINV", '<RmtAmtAndTp><Tp><Cd>RMTD</Cd></Tp><Amt Ccy="EUR">98.00</Amt></RmtAmtAndTp>'),
            RemittedDocument("R1", Decimal("98.00"), None),
        ),
        (
            document("G1", "CREN", '<RmtdAmt Ccy="EUR">48.00</RmtdAmt>'),
            RemittedDocument("G1", Decimal("-48.00"), None),
        ),
        (document("R1", "CINV", '<RmtdAmt Ccy="CHF">98.00</RmtdAmt>'), RemittedDocument("R1", None, None)),
    ],
)  # fmt: skip
def test_a_referred_document_tells_its_amounts(block: str, told: RemittedDocument) -> None:
    (entry,) = entries_of(camt(ntry("50.00", tx("50.00", text=f"<Ustrd>RE</Ustrd>{block}")), closing="150.00"))
    assert (entry.remitted, entry.texts, entry.structured) == ((told,), ("RE",), (told.number,))


def test_several_documents_of_one_block_share_no_amount() -> None:
    block = "<Strd>" + "".join(f"<RfrdDocInf><Nb>R{n}</Nb></RfrdDocInf>" for n in (1, 2))
    block += '<RfrdDocAmt><RmtdAmt Ccy="EUR">50.00</RmtdAmt></RfrdDocAmt></Strd>'
    (entry,) = entries_of(camt(ntry("50.00", tx("50.00", text=block)), closing="150.00"))
    assert [(told.number, told.amount) for told in entry.remitted] == [("R1", None), ("R2", None)]


def test_a_foreign_payment_tells_what_was_sent_and_at_which_rate() -> None:
    more = (
        '<AmtDtls><InstdAmt><Amt Ccy="CHF">60.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">50.00</Amt><CcyXchg>'
        "<SrcCcy>CHF</SrcCcy><XchgRate>1.2</XchgRate></CcyXchg></TxAmt></AmtDtls>"
    )
    (entry,) = entries_of(camt(ntry("50.00", tx("50.00", more=more)), closing="150.00"))
    assert (entry.instructed_amount, entry.instructed_currency, entry.exchange_rate) == (60, "CHF", Decimal("1.2"))


def test_a_return_tells_the_original_amount_beside_the_banks_fee() -> None:
    back = tx("53.00", more='<AmtDtls><InstdAmt><Amt Ccy="EUR">50.00</Amt></InstdAmt></AmtDtls>').replace(
        "</TxDtls>",
        "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>",
    )
    (entry,) = entries_of(camt(ntry("53.00", back, mark="DBIT"), closing="47.00"))
    assert (entry.amount, entry.instructed_amount, entry.kind, entry.reason) == (-53, 50, "return", "AC04")


def test_charges_taken_from_a_batch_are_a_movement_of_their_own() -> None:
    charges = '<Chrgs><Rcrd><Amt Ccy="EUR">4.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>'
    entries = entries_of(camt(ntry("46.00", tx("20.00") + tx("30.00"), more=charges), closing="146.00"))
    assert [(entry.amount, entry.kind, entry.charges) for entry in entries] == [
        (20, "other", 0), (30, "other", 0), (-4, "charge", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "name", "count"),
    [
        ("<PmtInfId>DE-X-1</PmtInfId><NbOfTxs>2</NbOfTxs>", "DE-X-1", 2),
        ("<MsgId>M</MsgId><NbOfTxs>x</NbOfTxs>", "M", None),
    ],
)
def test_a_batch_without_its_transfers_tells_its_file_and_their_number(told: str, name: str, count: int | None) -> None:
    (entry,) = entries_of(camt(ntry("50.00", f"<Btch>{told}</Btch>", mark="DBIT"), closing="50.00"))
    assert (entry.amount, entry.batch_name, entry.batch_count) == (-50, name, count)


def test_the_reversal_of_a_credit_is_a_return() -> None:
    (entry,) = entries_of(camt(ntry("50.00", tx("50.00"), "DBIT", more="<RvslInd>true</RvslInd>"), closing="50.00"))
    assert (entry.amount, entry.kind, entry.payer_name) == (-50, "return", "Anker")


def test_text_stands_in_for_missing_remittance_information() -> None:
    plain = ntry("50.00").replace("<NtryDtls></NtryDtls>", "<AddtlNtryInf>ANKER RE 314</AddtlNtryInf>")
    (entry,) = entries_of(camt(plain, closing="150.00"))
    assert entry.texts == ("ANKER RE 314",)


def test_pending_entries_are_told_and_no_money() -> None:
    data = camt(ntry("50.00", status="<Cd>PDNG</Cd>"))
    told = [event for event in events_of(BankFile.of("x", data)) if isinstance(event, BankEntry)]
    assert ([entry.pending for entry in told], entries_of(data)) == ([True], [])


def test_an_entry_in_another_currency_than_its_account_is_refused_with_its_line() -> None:
    with pytest.raises(BadInput, match="CHF on an account in EUR") as refused:
        entries_of(camt(ntry("50.00").replace('Ccy="EUR">50', 'Ccy="CHF">50'), closing="150.00"))
    assert refused.value.line == 2


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        + camt(ntry("50.00", tx("50.00", "<Pty><Nm>Müller</Nm></Pty>")), closing="150.00").decode()
    )
    (entry,) = entries_of(text.encode(encoding))
    assert entry.payer_name == "Müller"


def test_any_prefix_names_the_same_elements() -> None:
    text = camt(ntry("50.00", tx("50.00")), closing="150.00").decode()
    prefixed = text.replace("</", "</\0").replace("<", "<b:").replace("<b:/\0", "</b:").replace("xmlns=", "xmlns:b=")
    assert entries_of(prefixed.encode()) == entries_of(text.encode())


def test_several_statements_in_several_files_of_an_archive() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("a.xml", "b.xml"):
            archive.writestr(name, camt(ntry("50.00", tx("50.00")), closing="150.00"))
    assert [one.file for one in read_bank_file("x.zip", buffer.getvalue())] == ["a.xml", "b.xml"]


def test_the_memory_for_reading_does_not_grow_with_the_file() -> None:
    peaks = []
    for count in (200, 4000):
        file = BankFile.of("x.xml", camt(*[ntry("1.00", tx("1.00"))] * count, closing=f"{100 + count}.00"))
        tracemalloc.start()
        try:
            assert sum(isinstance(event, BankEntry) for event in events_of(file)) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] - peaks[0] < 5_000_000


def test_a_transaction_that_says_twice_what_it_is_for_is_heard_twice() -> None:
    twice = tx("50.00").replace("<RmtInf>", "<RmtInf><Ustrd>RE 0</Ustrd></RmtInf><RmtInf>")
    (entry,) = entries_of(camt(ntry("50.00", twice), closing="150.00"))
    assert entry.texts == ("RE 0", "RE 1")


def test_what_codes_say_is_remembered_by_all_of_them() -> None:
    def codes(family: str, national: str) -> str:
        domain = f"<Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>OTHR</SubFmlyCd></Fmly></Domn>"
        return f"<BkTxCd>{domain}<Prtry><Cd>NTRF+{national}+9310</Cd></Prtry></BkTxCd>"

    told = [("RCDT", "166"), ("RCDT", "159"), ("XXXX", "805"), ("RCDT", "166")]
    entries = entries_of(camt(*(ntry("50.00", more=codes(*each)) for each in told), closing="300.00"))
    assert [entry.kind for entry in entries] == ["credit_transfer", "return", "interest", "credit_transfer"]
