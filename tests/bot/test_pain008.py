"""What our bank gets to collect: every debit whole, under its mandate, in the batch of its scheme and sequence."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from bot.banks.debit_files import KEY, debits_of_batch
from bot.banks.pain002 import PaymentStatus
from bot.banks.pain008 import NAMESPACE, VERSIONS, write_pain008
from bot.banks.statuses import debits_refused, transfers_refused
from bot.storage.database import Database
from bot.storage.files import File
from tests.workflows.cash_builders import company, customer
from workflows.cash.debit_booking import RefuseDebits
from workflows.collections.mandates import Mandate, Scheme
from workflows.collections.mandates import Sequence as Use
from workflows.collections.ordering import DebitOrder, OrderedDebit
from workflows.errors import BadInput

D = Decimal
SCHEMAS = "O2CBOT_ISO20022_SCHEMAS"  # a folder with pain.008.001.08.xsd and .02 of the ISO 20022 catalogue
OURS = company("DE10", bic="BYLADEM1001", creditor_id="DE98ZZZ09999999999")


def debit(number: int, iban: str = "DE89370400440532013000", **changed: object) -> OrderedDebit:
    mandate = Mandate(f"M-{number}", "K1", "DE10", Scheme.CORE, False, date(2025, 1, 2), iban)
    debtor = replace(customer("K1", "Müller & Söhne"), street="Ring 12", postcode="8001", city="Zürich", country="CH")
    known = OrderedDebit(f"DE10-L-2026-00001-{number:04d}", D("12.50"), mandate, debtor, "R-2026-00001")
    return replace(known, **changed)  # type: ignore[arg-type]


def order(**changed: object) -> DebitOrder:
    groups = (
        (Scheme.B2B, Use.FINAL, (debit(1),)),
        (Scheme.CORE, Use.FIRST, (debit(2), debit(3, "CH9300762011623852957"))),
    )
    made = DebitOrder("DE10-L-2026-00001", OURS, date(2026, 4, 7), datetime(2026, 3, 16, 9, tzinfo=UTC), groups)
    return replace(made, **changed)  # type: ignore[arg-type]


def texts(data: bytes, version: str, *path: str) -> list[str]:
    found = etree.fromstring(data).iterfind(".//" + "/".join(f"{{{NAMESPACE}{version}}}{name}" for name in path))
    return [node.text or "" for node in found]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_has_a_batch_for_each_scheme_and_sequence(version: str) -> None:
    data = write_pain008(order(), version)
    assert texts(data, version, "LclInstrm", "Cd") == ["B2B", "CORE"]
    assert texts(data, version, "SeqTp") == ["FNAL", "FRST"]
    assert texts(data, version, "NbOfTxs") == ["3", "1", "2"]
    assert texts(data, version, "CtrlSum") == ["37.50", "12.50", "25.00"]
    assert texts(data, version, "ReqdColltnDt") == ["2026-04-07"] * 2
    assert texts(data, version, "CdtrSchmeId", "Id", "PrvtId", "Othr", "Id") == ["DE98ZZZ09999999999"] * 2
    assert texts(data, version, "MndtId") == ["M-1", "M-2", "M-3"] and "Mueller + Soehne" in data.decode()
    assert data == write_pain008(order(), version)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_debtor_outside_of_the_economic_area_has_an_address(version: str) -> None:
    data = write_pain008(order(), version)
    assert texts(data, version, "Dbtr", "PstlAdr", "Ctry") == ["CH"]
    assert bool(texts(data, version, "Dbtr", "PstlAdr", "TwnNm")) is (version == "08")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.skipif(SCHEMAS not in os.environ, reason=f"{SCHEMAS} names no folder of schemas")
def test_a_file_is_valid_by_the_schema_of_iso_20022(version: str) -> None:
    schema = etree.XMLSchema(etree.parse(str(Path(os.environ[SCHEMAS]) / f"pain.008.001.{version}.xsd")))
    for made in (order(), order(company=replace(OURS, bic=""))):
        schema.assertValid(etree.fromstring(write_pain008(made, version)))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"company": replace(OURS, iban="DE00")}, "no sound iban"),
        ({"company": replace(OURS, bic="NOT A BIC")}, "no BIC"),
        ({"groups": ((Scheme.CORE, Use.FIRST, (debit(1, "DE00"),)),)}, "check digits"),
        ({"groups": ((Scheme.CORE, Use.FIRST, (debit(1, amount=D(0)),)),)}, "cannot be collected"),
        ({"groups": ((Scheme.CORE, Use.FIRST, (debit(1, mandate=replace(debit(1).mandate, reference="Ü/1")),)),)}, "Ü"),
    ],
)
def test_what_no_bank_would_take_is_refused(changed: dict[str, object], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        write_pain008(order(**changed))
    with pytest.raises(BadInput):
        write_pain008(order(), "01")


def status(level: str, reference: str = "", **changed: object) -> PaymentStatus:
    known = PaymentStatus(1, level, "RJCT", "AC01", "", "DE10-L-2026-00001", "", reference, None, "", "", "", "", True)
    return replace(known, **changed)  # type: ignore[arg-type]


def test_refusals_are_told_by_debit_or_by_file_and_never_as_transfers() -> None:
    told = [status("transaction", "E1"), status("file"), status("transaction", "E2", status="ACSP")]
    assert debits_refused(told, lambda file, batch: ()) == (
        RefuseDebits("DE10-L-2026-00001", "E1", "AC01", ""),
        RefuseDebits("DE10-L-2026-00001", "", "AC01", ""),
    )
    assert transfers_refused(told) == ()


def test_what_is_in_a_refused_batch_is_read_in_the_file_that_was_made(database: Database) -> None:
    made = order()
    with database.begin() as uow:
        uow.files.add_once(File(f"{KEY}{made.id}", "x.xml", "application/xml", write_pain008(made)))
        batches = {
            f"{made.id}-{place}": tuple(one.reference for one in reversed(debits))
            for place, (_, _, debits) in enumerate(made.groups, 1)
        }
        assert {name: debits_of_batch(made.id, name, uow) for name in batches} == batches
        assert [debits_of_batch(*each, uow) for each in ((made.id, "other"), ("other", "x"), (made.id, ""))] == [()] * 3
    (name, references), *_ = batches.items()
    told = [status("batch", original_message=made.id, original_batch=name)]
    assert [each.reference for each in debits_refused(told, lambda file, batch: batches[batch])] == list(references)
