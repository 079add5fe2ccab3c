"""Orders, changes and payments in data formats: each value where the format has it, each fault by its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.documents.edifact import segments
from nlp.documents.reader import read_document
from nlp.limits import Limits
from nlp.opened import LineAction, Paper, Purpose

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


def read(text, name="x.xml"):
    return read_document(name, "", text if isinstance(text, bytes) else text.encode(), Limits())


def codes(document):
    return [problem.code for problem in document.problems]


def interchange(*messages: str, una: str = "", unz: str = "") -> str:
    """Messages (segments without UNH and UNT, each "TYPE|seg'seg'") with counts that are right."""
    whole = f"{una}UNB+UNOC:3+B:14+S:14+260302:0900+7'"
    for number, message in enumerate(messages, start=1):
        kind, _, body = message.partition("|")
        count = body.count("'") - body.count("?'") + 2
        whole += f"UNH+{number}+{kind}:D:96A:UN'{body}UNT+{count}+{number}'"
    return whole + (unz or f"UNZ+{len(messages)}+7'")


ORDER = (
    "ORDERS|BGM+220+PO-1+9'DTM+137:20260302:102'DTM+63:20260320:102'NAD+SU+++Nordlicht AG'CUX+2:EUR:9'"
    "LIN+1'PIA+5+A-1:SA+77:IN'IMD+F++:::Pumpe'QTY+21:2:PCE'PRI+AAA:10'RFF+CT:9'DTM+171:20250101:102'"
    "LIN+2++4012345000011:EN'QTY+21:3'MOA+203:15'PRI+AAA:500:::100'UNS+S'CNT+2:2'"
)
CHANGE = (
    "ORDCHG|BGM+230+C-9+4'RFF+ON:PO-1'LIN+1+3'PIA+5+A-1:SA'QTY+21:4'LIN+2+2'PIA+5+A-2:SA'LIN+3+4'PIA+5+A-3:SA'"
    "QTY+21:1'UNS+S'"
)
REMADV = (
    "REMADV|BGM+481+AV-5+9'DTM+137:20260302:102'DTM+138:20260303:102'RFF+PQ:Z-88'NAD+PE+++Nordlicht AG'CUX+2:EUR:11'"
    "DOC+380+R-1'MOA+9:100'MOA+12:98'AJT+66'MOA+52:2'DOC+380+R-2'MOA+12:50'DOC+381+G-1'MOA+12:10'UNS+S'MOA+12:138'"
)


def test_an_edifact_line_keeps_its_own_numbers_price_and_unit():
    order = read(interchange(ORDER), "o.edi").order
    first, second = order.lines
    assert (first.sku, first.numbers, first.quantity, first.unit, first.unit_price) == (
        "A-1",
        ("77",),
        "2",
        "PCE",
        "10",
    )
    assert (second.sku, second.unit_price, second.description) == ("4012345000011", "5", "")
    assert (order.requested_date, order.seller, order.purpose) == ("2026-03-20", "Nordlicht AG", Purpose.NEW)


def test_an_edifact_change_says_what_each_line_does():
    order = read(interchange(CHANGE), "o.edi").order
    assert (order.purpose, order.po_number) == (Purpose.CHANGE, "PO-1")
    assert [line.action for line in order.lines] == [LineAction.CHANGED, LineAction.REMOVED, LineAction.KEPT]


def test_an_edifact_advice_says_what_was_kept_back_and_why():
    (advice,) = read(interchange(REMADV), "r.edi").advices
    assert (advice.reference, advice.paid_on, advice.currency, advice.total) == ("Z-88", "2026-03-03", "EUR", "138")
    found = [(line.document, line.amount, line.deduction, line.reason) for line in advice.lines]
    assert found == [("R-1", "100", "2", "discount"), ("R-2", "50", None, ""), ("G-1", "-10", None, "")]


def test_several_payments_in_one_interchange_are_read_one_by_one():
    document = read(interchange(REMADV, REMADV.replace("Z-88", "Z-89")), "r.edi")
    assert [advice.reference for advice in document.advices] == ["Z-88", "Z-89"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (interchange(ORDER, ORDER), "several_orders"),
        (interchange(ORDER, unz=" "), "edifact_malformed"),
        (interchange(REMADV, REMADV, unz="UNZ+3+7'"), "edifact_counts"),
        (interchange("ORDERS|BGM+220+1+9'"), "edifact_malformed"),
        (interchange("PRICAT|BGM+9+1+9'"), "edifact_unknown"),
    ],
)
def test_an_edifact_file_that_is_not_whole_is_refused_by_name(text, code):
    document = read(text, "o.edi")
    assert document.order is None and code in codes(document)
    assert "EDIFACT" in document.problems[0].detail or code in ("edifact_counts", "edifact_unknown")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("+9'DTM", "+7'DTM", "order_copy"),
        ("BGM+220", "BGM+221", "order_kind"),
        ("MOA+203:15", "MOA+203:16", "line_mismatch"),
        ("QTY+21:3'", "QTY+52:3'", "line_without_quantity"),
        ("UNS+S'", "ALC+C++++FC'MOA+23:12.50'UNS+S'", "allowance_or_charge"),
    ],
)
def test_what_is_doubtful_about_an_edifact_order_is_named(old, new, code):
    document = read(interchange(ORDER.replace(old, new)), "o.edi")
    assert document.order is not None and code in codes(document)


def test_a_test_interchange_says_so():
    text = interchange(ORDER).replace("0900+7'", "0900+7++++++1'")
    assert "test_document" in codes(read(text, "o.edi"))


def test_an_interchange_in_utf8_is_read_as_that_whatever_it_declares():
    assert read(interchange(ORDER.replace("Pumpe", "weiß")), "o.edi").order.lines[0].description == "weiß"


def test_word_that_begins_like_a_service_string_is_no_interchange():
    assert read("UNABLE to pay before Friday", "x.txt").content_type == "text/plain"


words = st.text(st.characters(codec="ascii", exclude_characters="\r\n", categories=("L", "N", "P", "S")), min_size=1)


@given(st.lists(st.lists(words, min_size=1, max_size=4), min_size=1, max_size=4))
def test_whatever_is_released_is_read_as_it_was_written(elements):
    def released(word):
        return "".join(f"?{c}" if c in "?:+'" else c for c in word)

    text = "FTX+" + "+".join(":".join(map(released, parts)) for parts in elements) + "'"
    assert list(segments(text)) == [(("FTX",), *(tuple(parts) for parts in elements))]


def ubl(root: str, inside: str) -> str:
    return (
        f'<{root} xmlns="{UBL}{root}-2" xmlns:c="{UBL}CommonAggregateComponents-2"'
        f' xmlns:b="{UBL}CommonBasicComponents-2"><b:ID>X-1</b:ID>'
        f"<b:IssueDate>2026-03-02</b:IssueDate>{inside}</{root}>"
    )


def item(sku="P-4", quantity="4", unit="C62", price="2", extra="") -> str:
    return (
        f'<c:OrderLine><c:LineItem><b:ID>1</b:ID>{extra}<b:Quantity unitCode="{unit}">{quantity}</b:Quantity>'
        f'<c:Price><b:PriceAmount currencyID="EUR">{price}</b:PriceAmount><b:BaseQuantity unitCode="C62">1'
        f"</b:BaseQuantity></c:Price><c:Item><b:Name>Pumpe</b:Name><c:BuyersItemIdentification><b:ID>77</b:ID>"
        f"</c:BuyersItemIdentification><c:SellersItemIdentification><b:ID>{sku}</b:ID></c:SellersItemIdentification>"
        "</c:Item></c:LineItem></c:OrderLine>"
    )


def test_a_ubl_line_has_its_unit_and_all_its_numbers():
    order = read(ubl("Order", item())).order
    (line,) = order.lines
    assert (line.sku, line.numbers, line.unit, order.currency) == ("P-4", ("77",), "C62", "EUR")


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        (item(unit="BX"), "price_unit"),
        (item(extra="<b:LineExtensionAmount>9</b:LineExtensionAmount>"), "line_mismatch"),
        ("<b:CopyIndicator>true</b:CopyIndicator>" + item(), "order_copy"),
        ("<b:OrderTypeCode>221</b:OrderTypeCode>" + item(), "order_kind"),
        ("<b:DocumentCurrencyCode>CHF</b:DocumentCurrencyCode>" + item(), "several_currencies"),
        (item(quantity="four"), "line_without_quantity"),
        (item(extra="<c:AllowanceCharge><b:Amount>5</b:Amount></c:AllowanceCharge>"), "allowance_or_charge"),
        ("<c:AllowanceCharge><b:Amount>5</b:Amount></c:AllowanceCharge>" + item(), "allowance_or_charge"),
        ("", "malformed"),
    ],
)
def test_what_is_doubtful_about_a_ubl_order_is_named(inside, code):
    assert code in codes(read(ubl("Order", inside)))


def test_a_ubl_change_says_what_each_line_does():
    reference = "<c:OrderReference><b:ID>PO-7</b:ID></c:OrderReference>"
    lines = [item(extra=f"<b:LineStatusCode>{code}</b:LineStatusCode>") for code in ("1", "3", "2")]
    order = read(ubl("OrderChange", reference + "".join(lines))).order
    assert (order.purpose, order.po_number) == (Purpose.CHANGE, "PO-7")
    assert [line.action for line in order.lines] == [LineAction.ADDED, LineAction.CHANGED, LineAction.REMOVED]


def test_a_ubl_advice_names_invoices_and_credit_notes():
    def line(kind, number, debit, credit):
        reference = f"<c:BillingReference><c:{kind}DocumentReference><b:ID>{number}</b:ID></c:{kind}DocumentReference>"
        amounts = f"<b:DebitLineAmount>{debit}</b:DebitLineAmount><b:CreditLineAmount>{credit}</b:CreditLineAmount>"
        return f"<c:RemittanceAdviceLine>{amounts}{reference}</c:BillingReference></c:RemittanceAdviceLine>"

    document = read(ubl("RemittanceAdvice", line("Invoice", "R-1", "90", "0") + line("CreditNote", "G-1", "0", "20")))
    assert document.paper is Paper.ADVICE
    assert [(x.document, x.amount) for x in document.advices[0].lines] == [("R-1", "90"), ("G-1", "-20")]
    assert document.advices[0].total == "70"


@pytest.mark.parametrize(
    ("root", "paper"),
    [("Invoice", Paper.INVOICE), ("CreditNote", Paper.CREDIT_NOTE), ("OrderResponse", Paper.CONFIRMATION)],
)
def test_other_ubl_papers_are_known_by_their_content(root, paper):
    document = read(ubl(root, ""), "bestellung.xml")
    assert (document.paper, document.order, document.problems) == (paper, None, ())


def test_an_invoice_in_cii_is_an_invoice_and_says_whose():
    ns = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
    text = (
        f'<CrossIndustryInvoice xmlns="{ns}"><ExchangedDocument><TypeCode>380</TypeCode></ExchangedDocument>'
        "<SupplyChainTradeTransaction><ApplicableHeaderTradeAgreement><SellerTradeParty><Name>Nordlicht AG</Name>"
        "</SellerTradeParty></ApplicableHeaderTradeAgreement></SupplyChainTradeTransaction></CrossIndustryInvoice>"
    )
    document = read(text)
    assert (document.paper, document.issuer, document.order) == (Paper.INVOICE, "Nordlicht AG", None)


def opentrans(version: str, root: str, inside: str) -> str:
    return f'<{root} xmlns="http://www.opentrans.org/XMLSchema/{version}">{inside}</{root}>'


OLD_ITEM = (
    "<ORDER_ITEM><ARTICLE_ID><SUPPLIER_AID>P-4</SUPPLIER_AID><DESCRIPTION_SHORT>Pumpe</DESCRIPTION_SHORT></ARTICLE_ID>"
    "<QUANTITY>4</QUANTITY><ORDER_UNIT>C62</ORDER_UNIT><ARTICLE_PRICE><PRICE_AMOUNT>2</PRICE_AMOUNT>"
    "<PRICE_LINE_AMOUNT>8</PRICE_LINE_AMOUNT></ARTICLE_PRICE></ORDER_ITEM>"
)
NEW_ITEM = (
    '<ORDER_ITEM><PRODUCT_ID><SUPPLIER_PID xmlns="http://www.bmecat.org/bmecat/2005">P-4</SUPPLIER_PID>'
    '<DESCRIPTION_SHORT xmlns="http://www.bmecat.org/bmecat/2005">Pumpe</DESCRIPTION_SHORT></PRODUCT_ID>'
    "<QUANTITY>4</QUANTITY><PRODUCT_PRICE_FIX><PRICE_AMOUNT>20</PRICE_AMOUNT><PRICE_BASE_FIX><PRICE_UNIT_VALUE>10"
    "</PRICE_UNIT_VALUE></PRICE_BASE_FIX></PRODUCT_PRICE_FIX><PRICE_LINE_AMOUNT>8</PRICE_LINE_AMOUNT></ORDER_ITEM>"
)


@pytest.mark.parametrize(("version", "line"), [("1.0", OLD_ITEM), ("2.1", NEW_ITEM)])
@pytest.mark.parametrize(("root", "purpose"), [("ORDER", Purpose.NEW), ("ORDERCHANGE", Purpose.CHANGE)])
def test_an_opentrans_order_is_read_in_both_versions(version, line, root, purpose):
    info = "<ORDER_ID>PO-1</ORDER_ID><ORDER_DATE>2026-03-02T09:00:00</ORDER_DATE><PRICE_CURRENCY>EUR</PRICE_CURRENCY>"
    header = f"<{root}_HEADER><{root}_INFO>{info}</{root}_INFO></{root}_HEADER>"
    summary = f"<{root}_SUMMARY><TOTAL_ITEM_NUM>1</TOTAL_ITEM_NUM><TOTAL_AMOUNT>8</TOTAL_AMOUNT></{root}_SUMMARY>"
    body = f"{header}<{root}_ITEM_LIST>{line}</{root}_ITEM_LIST>{summary}"
    document = read(opentrans(version, root, body))
    order = document.order
    assert (order.po_number, order.order_date, order.total, order.purpose) == ("PO-1", "2026-03-02", "8", purpose)
    assert [(x.sku, x.description, x.unit_price) for x in order.lines] == [("P-4", "Pumpe", "2")]
    assert codes(read(opentrans(version, root, body.replace("NUM>1<", "NUM>2<")))) == ["malformed"]


def test_an_opentrans_advice_lists_invoices():
    inside = (
        "<REMITTANCEADVICE_HEADER><REMITTANCEADVICE_INFO><REMITTANCEADVICE_ID>Z-1</REMITTANCEADVICE_ID>"
        "<REMITTANCEADVICE_DATE>2026-03-02</REMITTANCEADVICE_DATE><CURRENCY>EUR</CURRENCY></REMITTANCEADVICE_INFO>"
        "</REMITTANCEADVICE_HEADER><REMITTANCEADVICE_ITEM_LIST><REMITTANCEADVICE_ITEM><RA_INVOICE_LIST>"
        "<RA_INVOICE_LIST_ITEM><INVOICE_REFERENCE><INVOICE_ID>R-1</INVOICE_ID></INVOICE_REFERENCE>"
        "<ORIGINAL_INVOICE_SUMMARY><TOTAL_AMOUNT>100</TOTAL_AMOUNT></ORIGINAL_INVOICE_SUMMARY>"
        "<ADJUSTED_INVOICE_SUMMARY><TOTAL_AMOUNT>97</TOTAL_AMOUNT></ADJUSTED_INVOICE_SUMMARY></RA_INVOICE_LIST_ITEM>"
        "</RA_INVOICE_LIST><TOTAL_AMOUNT>97</TOTAL_AMOUNT></REMITTANCEADVICE_ITEM></REMITTANCEADVICE_ITEM_LIST>"
    )
    document = read(opentrans("2.1", "REMITTANCEADVICE", inside))
    (advice,) = document.advices
    assert (advice.reference, advice.paid_on, advice.total, codes(document)) == ("Z-1", "2026-03-02", "97", [])
    assert [(x.document, x.amount, x.deduction) for x in advice.lines] == [("R-1", "100", "3")]


def cxml(kind="new", mode="production", doctype="") -> str:
    return (
        f'<?xml version="1.0"?>{doctype}<cXML><Request deploymentMode="{mode}"><OrderRequest>'
        f'<OrderRequestHeader orderID="PO-1" orderDate="2026-03-02T09:00:00+01:00" type="{kind}"><Total>'
        '<Money currency="EUR">8.00</Money></Total></OrderRequestHeader><ItemOut quantity="4" lineNumber="1">'
        "<ItemID><SupplierPartID>P-4</SupplierPartID></ItemID><ItemDetail><UnitPrice><Money currency='EUR'>2</Money>"
        '</UnitPrice><Description xml:lang="en">Pump <b>four</b></Description><UnitOfMeasure>EA</UnitOfMeasure>'
        "</ItemDetail></ItemOut></OrderRequest></Request></cXML>"
    )


@pytest.mark.parametrize(
    ("kind", "purpose"), [("new", Purpose.NEW), ("update", Purpose.CHANGE), ("delete", Purpose.CANCELLATION)]
)
def test_a_cxml_order_is_new_changed_or_deleted(kind, purpose):
    order = read(cxml(kind, doctype='<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd">')).order
    assert (order.purpose, order.po_number, order.total, order.currency) == (purpose, "PO-1", "8.00", "EUR")
    assert [(x.sku, x.quantity, x.unit, x.description) for x in order.lines] == [("P-4", "4", "EA", "Pump four")]


def test_a_cxml_test_says_so_and_a_declared_entity_is_refused():
    assert codes(read(cxml(mode="test"))) == ["test_document"]
    hostile = '<!DOCTYPE cXML SYSTEM "a.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert codes(read(cxml(doctype=hostile))) == ["xml_doctype"]


def test_an_idoc_order_is_read():
    text = (
        "<ORDERS05><IDOC><EDI_DC40><MESTYP>ORDERS</MESTYP></EDI_DC40><E1EDK01><CURCY>EUR</CURCY></E1EDK01>"
        "<E1EDK03><IDDAT>012</IDDAT><DATUM>20260302</DATUM></E1EDK03><E1EDK02><QUALF>001</QUALF><BELNR>PO-1</BELNR>"
        "</E1EDK02><E1EDP01><MENGE>4.000</MENGE><MENEE>PCE</MENEE><VPREI>20</VPREI><PEINH>10</PEINH><E1EDP19>"
        "<QUALF>002</QUALF><IDTNR>P-4</IDTNR><KTEXT>Pumpe</KTEXT></E1EDP19></E1EDP01></IDOC></ORDERS05>"
    )
    order = read(text).order
    assert (order.po_number, order.order_date, order.currency) == ("PO-1", "2026-03-02", "EUR")
    assert [(x.sku, x.quantity, x.unit_price) for x in order.lines] == [("P-4", "4.000", "2")]


STRD = (
    "<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>R-1</Nb></RfrdDocInf><RfrdDocAmt>"
    "<DuePyblAmt Ccy='EUR'>100</DuePyblAmt><DscntApldAmt Ccy='EUR'>2</DscntApldAmt><RmtdAmt Ccy='EUR'>98</RmtdAmt>"
    "</RfrdDocAmt></Strd><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CREN</Cd></CdOrPrtry></Tp><Nb>G-1</Nb></RfrdDocInf>"
    "<RfrdDocAmt><CdtNoteAmt Ccy='EUR'>10</CdtNoteAmt></RfrdDocAmt></Strd>"
)


def iso(name: str, inside: str) -> str:
    return f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{name}">{inside}</Document>'


def pain(control="88") -> str:
    return iso(
        "pain.001.001.09",
        f"<CstmrCdtTrfInitn><GrpHdr><NbOfTxs>1</NbOfTxs><CtrlSum>{control}</CtrlSum></GrpHdr><PmtInf><PmtInfId>B-1"
        "</PmtInfId><ReqdExctnDt><Dt>2026-03-03</Dt></ReqdExctnDt><CdtTrfTxInf><PmtId><EndToEndId>Z-1</EndToEndId>"
        "</PmtId><Amt><InstdAmt Ccy='EUR'>88</InstdAmt></Amt><Cdtr><Nm>Nordlicht AG</Nm></Cdtr><RmtInf>"
        f"{STRD}</RmtInf></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn>",
    )


CAMT = iso(
    "camt.054.001.08",
    "<BkToCstmrDbtCdtNtfctn><Ntfctn><Ntry><Amt Ccy='EUR'>88</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
    "<BookgDt><Dt>2026-03-03</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>Z-1</EndToEndId></Refs><RltdPties><Cdtr>"
    f"<Pty><Nm>Nordlicht AG</Nm></Pty></Cdtr></RltdPties><RmtInf>{STRD}</RmtInf></TxDtls></NtryDtls></Ntry></Ntfctn>"
    "</BkToCstmrDbtCdtNtfctn>",
)
REMT = iso(
    "remt.001.001.04",
    f"<RmtAdvc><RmtInf><RmtId>Q-1</RmtId>{STRD}<OrgnlPmtInf><Refs><EndToEndId>Z-1</EndToEndId></Refs><Amt><InstdAmt "
    "Ccy='EUR'>88</InstdAmt></Amt><ReqdExctnDt><Dt>2026-03-03</Dt></ReqdExctnDt><Cdtr><Nm>Nordlicht AG</Nm></Cdtr>"
    "</OrgnlPmtInf></RmtInf></RmtAdvc>",
)


@pytest.mark.parametrize("text", [pain(), CAMT, REMT], ids=["pain.001", "camt.054", "remt.001"])
def test_a_payment_in_iso_20022_is_an_advice(text):
    document = read(text)
    (advice,) = document.advices
    assert (advice.reference, advice.paid_on, advice.currency, advice.total) == ("Z-1", "2026-03-03", "EUR", "88")
    assert (advice.payee, codes(document)) == ("Nordlicht AG", [])
    found = [(line.document, line.amount, line.deduction, line.reason) for line in advice.lines]
    assert found == [("R-1", "100", "2", "discount"), ("G-1", "-10", None, "")]


def test_a_payment_file_whose_control_sum_is_wrong_is_refused():
    document = read(pain(control="90"))
    assert (document.advices, codes(document)) == ((), ["malformed"]) and "pain.001" in document.problems[0].detail


def test_money_that_came_in_is_no_advice():
    document = read(CAMT.replace("DBIT", "CRDT"))
    assert (document.advices, codes(document)) == ((), ["not_an_advice"])


@pytest.mark.parametrize(
    ("head", "paper"),
    [
        ("Rechnung Nr. RE-2026/77\nKunde 5", Paper.INVOICE),
        ("Muster AG\n\nBestellung 4711 vom 3.3.2026", Paper.ORDER),
        ("Bon de commande n° 88", Paper.ORDER),
        ("Acme Ltd    PURCHASE ORDER", Paper.ORDER),
        ("Remittance Advice", Paper.ADVICE),
        ("AVIS DE VIREMENT", Paper.ADVICE),
        ("Statement of account", Paper.STATEMENT),
        ("Facture d'avoir 12", Paper.CREDIT_NOTE),
        ("2. Mahnung", Paper.REMINDER),
        ("Quotation Q-77, 3 March 2026", Paper.QUOTE),
        ("zu Ihrer Rechnung haben wir eine Frage", Paper.UNKNOWN),
        ("Rechnungsadresse: Muster AG", Paper.UNKNOWN),
        ("Please order the invoice", Paper.UNKNOWN),
        ("Invoice  Our order  Paid\nR-1  7  5.00", Paper.UNKNOWN),
    ],
)
def test_a_paper_is_what_its_title_says(head, paper):
    assert read(head + "\n\nText", "bestellung.txt").paper is paper
