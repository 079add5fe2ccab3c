"""Orders in data formats: UBL, Order-X, EDIFACT."""

from __future__ import annotations

import io

import pikepdf
import pytest

from nlp.documents.edifact import segments
from nlp.documents.reader import read_document
from nlp.limits import Limits

LIMITS = Limits()
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


def read(data, name="order.xml"):
    return read_document(name, "", data if isinstance(data, bytes) else data.encode(), LIMITS)


def codes(document):
    return [problem.code for problem in document.problems]


def ubl(root="Order", head="<b:ID>PO-7</b:ID>", price="<b:PriceAmount>120.00</b:PriceAmount>") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="{UBL}{root}-2" xmlns:c="{UBL}CommonAggregateComponents-2" xmlns:b="{UBL}CommonBasicComponents-2">
{head}<b:IssueDate>2026-03-02</b:IssueDate><b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
<c:Delivery><c:RequestedDeliveryPeriod><b:EndDate>2026-03-20</b:EndDate></c:RequestedDeliveryPeriod></c:Delivery>
<c:AnticipatedMonetaryTotal><b:LineExtensionAmount>480.00</b:LineExtensionAmount>
<b:PayableAmount>571.20</b:PayableAmount></c:AnticipatedMonetaryTotal>
<c:OrderLine><c:LineItem><b:ID>1</b:ID><b:Quantity unitCode="C62">4</b:Quantity><c:Price>{price}</c:Price>
<c:Item><b:Name>Pompe P4</b:Name><c:BuyersItemIdentification><b:ID>77</b:ID></c:BuyersItemIdentification>
<c:SellersItemIdentification><b:ID>P-4</b:ID></c:SellersItemIdentification></c:Item></c:LineItem></c:OrderLine></{root}>"""


def test_a_ubl_order_is_read():
    order = read(ubl()).order
    assert (order.format, order.po_number, order.order_date) == ("ubl_order", "PO-7", "2026-03-02")
    assert (order.requested_date, order.currency, order.total) == ("2026-03-20", "EUR", "480.00")
    (line,) = order.lines
    assert (line.sku, line.description, line.quantity, line.unit_price) == ("P-4", "Pompe P4", "4", "120.00")


def test_a_price_for_a_hundred_is_made_the_price_of_one():
    price = "<b:PriceAmount>120.00</b:PriceAmount><b:BaseQuantity>100</b:BaseQuantity>"
    assert read(ubl(price=price)).order.lines[0].unit_price == "1.2"


def test_changes_and_cancellations_name_the_order_that_they_are_about():
    head = "<b:ID>CH-1</b:ID><c:OrderReference><b:ID>PO-7</b:ID></c:OrderReference>"
    change = read(ubl("OrderChange", head)).order
    assert (change.format, change.po_number) == ("ubl_order_change", "PO-7")
    assert read(ubl("OrderCancellation", head)).order.format == "ubl_order_cancellation"


ORDERX = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:SCRDMCCBDACIOMessageStructure xmlns:rsm="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:128"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:128">
<rsm:ExchangedDocument><ram:ID>BC-88</ram:ID><ram:TypeCode>220</ram:TypeCode><ram:IssueDateTime>
<udt:DateTimeString format="102">20260302</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem>
<ram:SpecifiedTradeProduct><ram:SellerAssignedID>P-4</ram:SellerAssignedID>
<ram:Name>Pompe</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>120</ram:ChargeAmount>
</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery>
<ram:RequestedQuantity unitCode="C62">4</ram:RequestedQuantity></ram:SpecifiedLineTradeDelivery>
</ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeDelivery><ram:RequestedDeliverySupplyChainEvent><ram:OccurrenceDateTime>
<udt:DateTimeString format="102">20260320</udt:DateTimeString></ram:OccurrenceDateTime>
</ram:RequestedDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement><ram:OrderCurrencyCode>EUR</ram:OrderCurrencyCode>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>480</ram:LineTotalAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:SCRDMCCBDACIOMessageStructure>"""


def test_an_orderx_order_is_read_alone_and_inside_a_pdf():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["order-x.xml"] = ORDERX.encode()
    carrier = io.BytesIO()
    pdf.save(carrier)
    for document in (read(ORDERX), read(carrier.getvalue(), "bc.pdf")):
        order = document.order
        assert (order.format, order.po_number, order.order_date) == ("orderx_order", "BC-88", "2026-03-02")
        assert (order.requested_date, order.currency, order.total) == ("2026-03-20", "EUR", "480")
        assert [(line.sku, line.quantity, line.unit_price) for line in order.lines] == [("P-4", "4", "120")]


EDIFACT = (
    "UNA:+.? 'UNB+UNOC:3+B:14+S:14+260302:0900+1'UNH+1+ORDERS:D:96A:UN'BGM+220+4500?'12+9'DTM+137:20260302:102'"
    "DTM+2:20260320:102'CUX+2:EUR:9'LIN+1++4012345000011:EN'PIA+1+P-4:SA'IMD+F++:::Pompe ?+ Gr\xf6\xdfe 4'QTY+21:4'"
    "PRI+AAA:12000:::100'UNS+S'MOA+79:480.00'CNT+2:1'UNT+14+1'UNZ+1+1'"
)


def edifact(**replaced):
    text = EDIFACT
    for old, new in replaced.values():
        assert old in text
        text = text.replace(old, new)
    return read(text.encode("iso-8859-1"), "order.edi")


def test_an_edifact_order_is_read():
    order = edifact().order
    assert (order.format, order.po_number, order.order_date) == ("edifact_order", "4500'12", "2026-03-02")
    assert (order.requested_date, order.currency, order.total) == ("2026-03-20", "EUR", "480.00")
    (line,) = order.lines
    assert (line.sku, line.description, line.quantity, line.unit_price) == ("P-4", "Pompe + Größe 4", "4", "120")


@pytest.mark.parametrize(
    ("replacement", "code"),
    [
        (("UNT+14+1'", ""), "edifact_malformed"),
        (("UNZ+1+1'", "UNZ+1+1"), "edifact_malformed"),
        (("ORDERS", "PRICAT"), "edifact_unknown"),
    ],
)
def test_an_interchange_that_does_not_add_up_gives_no_order(replacement, code):
    document = edifact(one=replacement)
    assert document.order is None and code in codes(document)


@pytest.mark.parametrize("stated", ["UNT+13", "UNT+12"])
def test_a_sender_that_does_not_count_unh_or_unt_lost_nothing(stated):
    assert "edifact_counts" not in codes(edifact(one=("UNT+14", stated)))


def test_a_segment_that_stands_twice_is_for_a_person_to_see():
    twice = edifact(one=("MOA+79:480.00'", "MOA+79:480.00'MOA+79:480.00'"))
    assert "edifact_counts" in codes(twice)


@pytest.mark.parametrize("replacement", [("UNT+14", "UNT+15"), ("UNT+14", "UNT+11"), ("CNT+2:1", "CNT+2:2")])
def test_a_message_whose_counts_are_wrong_is_read_for_a_person_to_see(replacement):
    document = edifact(one=replacement)
    assert document.order is not None and "edifact_counts" in codes(document)


def test_two_messages_in_one_interchange_give_no_order():
    message = EDIFACT[EDIFACT.index("UNH") : EDIFACT.index("UNZ")]
    document = read((EDIFACT.replace("UNZ+1", message + "UNZ+2")).encode("iso-8859-1"), "x.edi")
    assert document.order is None and codes(document) == ["several_orders"]


def test_the_function_says_whether_an_order_is_cancelled_or_changed():
    assert edifact(one=("+9'DTM", "+1'DTM")).order.format == "edifact_order_cancellation"
    assert edifact(one=("+9'DTM", "+4'DTM")).order.format == "edifact_order_change"


def test_service_characters_of_una_are_respected():
    assert list(segments("UNA|^,!*~BGM^220^A!^B~")) == [(("BGM",), ("220",), ("A^B",))]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "xml_doctype"),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l "ll"><!ENTITY m "&l;&l;">]><a>&m;</a>', "xml_doctype"),
        ("<a><b></a>", "broken_file"),
        ("<Invoice>1</Invoice>", "xml_unknown"),
        ("<a>" * 5000, "broken_file"),
    ],
)
def test_other_xml_is_a_problem(xml, code):
    document = read(xml)
    assert document.order is None and codes(document)[0] == code
    assert "root:" not in document.text
