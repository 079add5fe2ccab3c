"""Where the goods of an order are to go: read where a whole address is labelled so, and nowhere else."""

from __future__ import annotations

import pytest

from nlp.documents.reader import read_document
from nlp.extract.delivery_address import country_named, delivery_address, delivery_country
from nlp.limits import Limits
from nlp.opened import Document, Paper, StructuredOrder, Table
from tests.nlp.extraction_desk import context


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Please deliver to:\nAcorn Stores\n14 Mill Lane\nTotnes TQ9 5AB\n\n12 x GL-5", "14 Mill Lane, Totnes TQ9 5AB"),
        ("12 x GL-5, delivery address: 8 rue des Lilas, 69003 Lyon.", "8 rue des Lilas, 69003 Lyon"),
        ("Adresse de livraison : 8 rue des Lilas, 69003 Lyon\nMerci", "8 rue des Lilas, 69003 Lyon"),
        (
            "Merci de livrer à l'adresse suivante :\nDépôt Nord\n8 rue des Lilas\n69003 Lyon",
            "8 rue des Lilas, 69003 Lyon",
        ),
        ("Lieferadresse: Hafenstraße 12, 20457 Hamburg\n12 x GL-5", "Hafenstraße 12, 20457 Hamburg"),
        ("Bitte liefern Sie an\nSeeblick GmbH\nLager Süd\nHafenstr. 12\n20457 Hamburg", "Hafenstr. 12, 20457 Hamburg"),
        ("Leveradres: Maliebaan 70, 3581 CV Utrecht", "Maliebaan 70, 3581 CV Utrecht"),
    ],
)
def test_a_labelled_address_is_where_the_goods_go(text: str, address: str) -> None:
    found, (ground,) = delivery_address(context(text))
    assert found is not None and found.endswith(address)
    assert ground.field == "delivery_address" and ground.source == "body"
    assert "".join(text[ground.start : ground.end].split()) == "".join(ground.text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Please deliver to the Leeds branch as always.\n12 x GL-5",
        "L'adresse de livraison reste inchangée.\n12 x GL-5",
        "12 x GL-5\nKind regards\nSeeblick GmbH\nHafenstraße 12, 20457 Hamburg",
        "Rechnungsadresse: Hafenstraße 12, 20457 Hamburg\n12 x GL-5",
        "Lieferadresse wie immer. Rechnung an: Hafenstraße 12, 20457 Hamburg",
        "Livraison : 09/10/2026\nRéf Article Qté\n10410 Housse 12\n10411 Nappe 3",
        "Livraison : semaine 49, le mardi.\nAdresse de facturation : 8 rue des Lilas, 69003 Lyon",
        "",
    ],
)
def test_what_is_no_labelled_address_is_none(text: str) -> None:
    assert delivery_address(context(text)) == (None, ())


def test_an_attached_order_says_it_and_another_attachment_does_not() -> None:
    order = "PURCHASE ORDER 4711\nShip to: 14 Mill Lane, Totnes TQ9 5AB\n12 GL-5"
    note = "Lieferschein 9\nLieferadresse: Hafenstraße 12, 20457 Hamburg"
    papers = tuple(Document("x.pdf", "application/pdf", 1, text) for text in (note, order))
    found, (ground,) = delivery_address(context("see attached", documents=papers))
    assert (found, ground.source) == ("14 Mill Lane, Totnes TQ9 5AB", "attachment:1")


def test_a_cell_beside_its_label_says_it() -> None:
    rows = (("Bestellung", "4711"), ("Lieferanschrift", "Seeblick GmbH, Hafenstraße 12, 20457 Hamburg"))
    sheet = Document("x.xlsx", "x", 1, "Bestellung 4711", (Table(rows, 0),), paper=Paper.ORDER)
    assert (delivery_address(context("", documents=(sheet,)))[0] or "").endswith("Hafenstraße 12, 20457 Hamburg")


def test_an_order_file_says_it_and_a_file_that_does_not_is_not_completed_from_words() -> None:
    def sent(address: str) -> tuple[str | None, object]:
        order = StructuredOrder("ubl", "1", None, None, None, None, (), delivery_address=address)
        words = "Lieferadresse: Hafenstraße 12, 20457 Hamburg"
        return delivery_address(context(words, documents=(Document("o.xml", "x", 1, order=order),)))

    assert sent("8 rue des Lilas, 69003 Lyon")[0] == "8 rue des Lilas, 69003 Lyon"
    assert sent("") == (None, ())


UBL = """<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
 xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><b:ID>4711</b:ID>
 <c:Delivery><c:DeliveryLocation><c:Address><b:StreetName>Hafenstraße 12</b:StreetName><b:CityName>Hamburg</b:CityName>
 <b:PostalZone>20457</b:PostalZone></c:Address></c:DeliveryLocation></c:Delivery>
 <c:OrderLine><c:LineItem><b:Quantity>2</b:Quantity><c:Item><b:Name>Mop</b:Name></c:Item></c:LineItem></c:OrderLine>
</Order>"""
EDIFACT = (
    "UNH+1+ORDERS:D:96A:UN'BGM+220+4711+9'DTM+137:20260407:102'NAD+SU+1::9++Us'"
    "NAD+DP+400::9++Seeblick+Hafenstrasse 12+Hamburg++20457+DE'LIN+1++MP-1:SA'QTY+21:2'UNS+S'UNT+9+1'"
)
ORDERX = """<r:SCRDMCCBDACIOMessageStructure xmlns:r="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"
 xmlns:a="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:128">
 <r:ExchangedDocument><a:ID>4711</a:ID><a:TypeCode>220</a:TypeCode></r:ExchangedDocument>
 <r:SupplyChainTradeTransaction><a:IncludedSupplyChainTradeLineItem><a:SpecifiedTradeProduct><a:Name>Mop</a:Name>
 </a:SpecifiedTradeProduct><a:SpecifiedLineTradeDelivery><a:RequestedQuantity>2</a:RequestedQuantity>
 </a:SpecifiedLineTradeDelivery></a:IncludedSupplyChainTradeLineItem><a:ApplicableHeaderTradeAgreement/>
 <a:ApplicableHeaderTradeDelivery><a:ShipToTradeParty><a:PostalTradeAddress><a:PostcodeCode>20457</a:PostcodeCode>
 <a:LineOne>Hafenstraße 12</a:LineOne><a:CityName>Hamburg</a:CityName></a:PostalTradeAddress></a:ShipToTradeParty>
 </a:ApplicableHeaderTradeDelivery></r:SupplyChainTradeTransaction></r:SCRDMCCBDACIOMessageStructure>"""
CXML = """<cXML><Request><OrderRequest><OrderRequestHeader orderID="4711" type="new"><ShipTo><Address><PostalAddress>
 <Street>Hafenstraße 12</Street><City>Hamburg</City><PostalCode>20457</PostalCode></PostalAddress></Address></ShipTo>
 </OrderRequestHeader><ItemOut quantity="2"><ItemID><SupplierPartID>MP-1</SupplierPartID></ItemID></ItemOut>
 </OrderRequest></Request></cXML>"""
IDOC = """<ORDERS05><IDOC><E1EDK01><BELNR>4711</BELNR></E1EDK01><E1EDKA1><PARVW>WE</PARVW><STRAS>Hafenstraße 12</STRAS>
 <ORT01>Hamburg</ORT01><PSTLZ>20457</PSTLZ></E1EDKA1><E1EDP01><MENGE>2</MENGE></E1EDP01></IDOC></ORDERS05>"""
OPENTRANS = """<ORDER xmlns="http://www.opentrans.org/XMLSchema/2.1"><ORDER_HEADER><ORDER_INFO><ORDER_ID>4711</ORDER_ID>
 <PARTIES><PARTY><PARTY_ROLE>delivery</PARTY_ROLE><ADDRESS><STREET>Hafenstraße 12</STREET><ZIP>20457</ZIP>
 <CITY>Hamburg</CITY></ADDRESS></PARTY></PARTIES></ORDER_INFO></ORDER_HEADER><ORDER_ITEM_LIST><ORDER_ITEM>
 <QUANTITY>2</QUANTITY></ORDER_ITEM></ORDER_ITEM_LIST></ORDER>"""


@pytest.mark.parametrize(
    ("name", "file"),
    [("o.xml", UBL), ("o.edi", EDIFACT), ("o.xml", ORDERX), ("o.xml", CXML), ("o.xml", IDOC), ("o.xml", OPENTRANS)],
    ids=["ubl", "edifact", "orderx", "cxml", "idoc", "opentrans"],
)
def test_every_order_format_has_its_delivery_party(name: str, file: str) -> None:
    document = read_document(name, "", file.encode(), Limits())
    assert document.order is not None, document.problems
    assert document.order.delivery_address.replace("ss", "ß") == "Hafenstraße 12, 20457 Hamburg"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Lieferadresse: Hafenstraße 12, 8001 Zürich, Schweiz\n12 x GL-5", "CH"),
        ("Lieferadresse:\nHafenstraße 12\n8001 Zürich\nSchweiz\n\n12 x GL-5", "CH"),
        ("Adresse de livraison : 8 rue des Lilas, F-69003 Lyon\nMerci", "FR"),
        ("Please deliver to: 14 Mill Lane, Totnes TQ9 5AB, United Kingdom.", "GB"),
        ("Lieferadresse: Hafenstraße 12, 20457 Hamburg\n12 x GL-5", None),
        ("Lieferadresse: Hafenstraße 12, 20457 Hamburg, Rampe 4\n12 x GL-5", None),
        ("12 x GL-5", None),
    ],
)
def test_the_country_of_an_address_is_what_stands_beside_it(text: str, country: str | None) -> None:
    said = context(text)
    assert delivery_country(said, delivery_address(said)[0]) == country


def test_an_order_file_says_its_country_as_code() -> None:
    order = StructuredOrder(
        "ubl", "1", None, None, None, None, (), delivery_address="Weg 1, 8001 Zürich", delivery_country="CH"
    )
    said = context("", documents=(Document("o.xml", "x", 1, order=order),))
    assert delivery_country(said, "Weg 1, 8001 Zürich") == "CH"


@pytest.mark.parametrize(
    ("written", "code"), [("Frankreich", "FR"), ("FR", "FR"), ("Österreich", "AT"), ("Rampe", None), ("", None)]
)
def test_countries_are_known_by_name_and_code(written: str, code: str | None) -> None:
    assert country_named(written) == code
