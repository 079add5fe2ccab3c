"""What our bank gets: every transfer whole, in signs that it takes, once; and what it says of them is understood."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.banks.detect import read_contents
from bot.banks.pain001 import NAMESPACE, VERSIONS, write_pain001
from bot.banks.pain_parts import FOREIGN, latin
from bot.banks.statuses import transfers_refused
from tests.workflows.cash_builders import company
from workflows.cash.refunding import PaymentOrder, Transfer
from workflows.commands import RefuseTransfers
from workflows.errors import BadInput

D = Decimal
SCHEMAS = "O2CBOT_ISO20022_SCHEMAS"  # a folder with pain.001.001.09.xsd and .03 of the ISO 20022 catalogue
MADE = datetime(2026, 3, 16, 9, 0, 1, 500, tzinfo=UTC)
TRANSFERS = (
    Transfer("DE10-B-2026-00001", D("60.00"), "Müller & Söhne // Øre", "DE89370400440532013000", "ERSTATTUNG «1»"),
    Transfer("DE10-B-2026-00002", D("0.01"), "株式会社", "FR1420041010050500013M02606", "x" * 300),
)


def order(**changes: object) -> PaymentOrder:
    made = PaymentOrder("DE10-X-2026-00001", company("DE10", bic="BYLADEM1001"), "EUR", True, MADE, TRANSFERS)
    return replace(made, **changes)  # type: ignore[arg-type]


def texts(data: bytes, version: str, *path: str) -> list[str]:
    root = etree.fromstring(data)
    found = root.iterfind(".//" + "/".join(f"{{{NAMESPACE}{version}}}{name}" for name in path))
    return [node.text or "" for node in found]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_says_whom_what_and_in_all_how_much(version: str) -> None:
    data = write_pain001(order(), version)
    assert texts(data, version, "EndToEndId") == [each.reference for each in TRANSFERS]
    assert texts(data, version, "CdtrAcct", "Id", "IBAN") == [each.iban for each in TRANSFERS]
    assert texts(data, version, "InstdAmt") == ["60.00", "0.01"]
    assert texts(data, version, "NbOfTxs") == ["2", "2"] and texts(data, version, "CtrlSum") == ["60.01", "60.01"]
    assert texts(data, version, "BtchBookg") == ["false"] and texts(data, version, "Cd") == ["SEPA"]
    assert data == write_pain001(order(), version)


def test_what_is_no_sepa_transfer_does_not_say_that_it_is() -> None:
    data = write_pain001(order(currency="USD", sepa=False))
    assert texts(data, "09", "SvcLvl") == [] and texts(data, "09", "ChrgBr") == ["SHAR"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("bic", ["BYLADEM1001", ""])
@pytest.mark.parametrize("sepa", [True, False])
def test_the_published_schema_takes_it(version: str, bic: str, sepa: bool) -> None:
    folder = os.environ.get(SCHEMAS, "")
    if not folder:
        pytest.skip(f"{SCHEMAS} names no folder")
    schema = etree.XMLSchema(file=str(Path(folder) / f"pain.001.001.{version}.xsd"))
    schema.assertValid(etree.fromstring(write_pain001(order(sepa=sepa, company=company("DE10", bic=bic)), version)))


@pytest.mark.parametrize(
    "changes",
    [
        {"company": company("DE10", iban="DE00")},
        {"company": company("DE10", bic="BYLADE")},
        {"company": company("DE10", bic="BYLAZZM1001")},
        {"transfers": (replace(TRANSFERS[0], iban="DE88370400440532013000"),)},
        {"transfers": (replace(TRANSFERS[0], amount=D("-1.00")),)},
    ],
)
def test_what_no_bank_could_carry_out_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        write_pain001(order(**changes))


@given(st.text(max_size=200), st.integers(min_value=1, max_value=140))
def test_any_text_becomes_signs_that_every_bank_takes(text: str, most: int) -> None:
    found = latin(text, most)
    assert 1 <= len(found) <= most and not FOREIGN.search(found)
    assert not found.startswith("/") and not found.endswith("/") and "//" not in found


def report(*statuses: str, group: str = "", message: str = "pain.001.001.09") -> bytes:
    told = f"<GrpSts>{group}</GrpSts>" if group else ""
    found = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>E{place}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>"
        for place, status in enumerate(statuses)
    )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>1</MsgId>'
        "<CreDtTm>2026-03-17T08:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>DE10-X-2026-00001</OrgnlMsgId>"
        f"<OrgnlMsgNmId>{message}</OrgnlMsgNmId>{told}</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>"
        f"<OrgnlPmtInfId>P</OrgnlPmtInfId>{found}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()


def refused(data: bytes) -> Iterator[RefuseTransfers]:
    return iter(transfers_refused(read_contents("status.xml", data).statuses))


def test_only_refused_transfers_of_ours_are_given_up() -> None:
    assert [each.reference for each in refused(report("ACSC", "RJCT", "PDNG"))] == ["E1"]
    assert list(refused(report("RJCT", message="pain.008.001.02"))) == []


def test_a_refused_file_gives_all_of_it_up() -> None:
    assert list(refused(report(group="RJCT"))) == [RefuseTransfers("DE10-X-2026-00001", "", "", "")]
    assert next(iter(refused(report("RJCT", group="PART")))).reference == "E0"
