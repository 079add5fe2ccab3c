"""Which article a buyer means, and how many, in the words of a building yard: trade words, sizes, neighbours' languages."""

# ruff: noqa: E501  # a mail is one line

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, CustomerEntry, OrderEntry, Snapshot
from nlp.extract.order.number_words import number_pattern, value_of
from nlp.extract.order.reader import read_order
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold
from nlp.reading import Order


def article(sku: str, en: str, fr: str, de: str, price: str = "5.00", unit: str = "C62") -> ArticleEntry:
    return ArticleEntry(sku, (en, fr, de), (), Decimal(price), "EUR", unit)


ARTICLES = (
    article("CU-15", "Copper pipe 15 mm, 3 m length", "Tube cuivre 15 mm, barre de 3 m", "Kupferrohr 15 mm, Stange 3 m"),
    article("CU-22", "Copper pipe 22 mm, 3 m length", "Tube cuivre 22 mm, barre de 3 m", "Kupferrohr 22 mm, Stange 3 m"),
    article("EL-15", "Compression elbow 15 mm", "Coude à compression 15 mm", "Klemmwinkel 15 mm"),
    article("EL-22", "Compression elbow 22 mm", "Coude à compression 22 mm", "Klemmwinkel 22 mm"),
    article("SIL-W", "Silicone sealant white 310 ml", "Mastic silicone blanc 310 ml", "Silikon weiß 310 ml"),
    article("SIL-T", "Silicone sealant transparent 310 ml", "Mastic silicone transparent 310 ml", "Silikon transparent 310 ml"),
    article("CEM", "Cement CEM II 25 kg", "Ciment CEM II 25 kg", "Zement CEM II 25 kg", "6.00", "BG"),
    article("WS-440", "Wood screws 4 x 40, box of 200", "Vis à bois 4 x 40, boîte de 200", "Holzschrauben 4 x 40, Paket 200 Stück", "9.00", "BX"),
    article("WS-560", "Wood screws 5 x 60, box of 200", "Vis à bois 5 x 60, boîte de 200", "Holzschrauben 5 x 60, Paket 200 Stück", "12.00", "BX"),
    article("HB-840", "Hex bolt M8 x 40 A2", "Vis hexagonale M8 x 40 A2", "Sechskantschraube M8 x 40 A2", "0.40"),
    article("PNT-5", "Wall paint white 5 l", "Peinture murale blanche 5 l", "Wandfarbe weiß 5 l", "30.00"),
    article("PNT-10", "Wall paint white 10 l", "Peinture murale blanche 10 l", "Wandfarbe weiß 10 l", "55.00"),
    article("BR-50", "Flat brush 50 mm", "Pinceau plat 50 mm", "Flachpinsel 50 mm"),
    article("OIL", "Teak oil 0.75 l", "Huile de teck 75 cl", "Teaköl 0,75 l"),
    article("OIL-X", "Teak oil matt finish 0.75 l", "Huile de teck finition mate 75 cl", "Teaköl matt 0,75 l"),
    article("VEST-L", "Safety vest yellow L", "Gilet jaune L", "Warnweste gelb L"),
    article("VEST-XL", "Safety vest yellow XL", "Gilet jaune XL", "Warnweste gelb XL"),
    article("NAIL", "Steel nails, dozen packs", "Pointes acier, la douzaine de paquets", "Stahlnägel, Dutzend Pakete", "20.00", "DZN"),
)  # fmt: skip
CUSTOMER = CustomerEntry("C1", "X", "Gerüst Brandl", (), "DE", "de", "EUR", ("a@brandl.example",), ("brandl.example",))


def order_of(text: str, *ordered: str, language: str = "") -> Order:
    earlier = OrderEntry("S1", "C1", "GB-4411", date(2026, 3, 1), ordered, (Decimal(1),) * len(ordered))
    book = Snapshot(customers=[CUSTOMER], articles=ARTICLES, orders=[earlier])
    context = Context(
        subject=Source("subject", ""), body=Source("body", text), documents=(), opened_documents=(),
        quoted=Source("body", "", quoted=True), languages=(language,) if language else ("en", "fr", "de"),
        sent_on=date(2026, 4, 7), book=book, customer=CUSTOMER,
    )  # fmt: skip
    found = read_order(context, find_order_numbers(context, find_references(context)))
    assert found.value is not None
    return found.value


def lines_of(text: str, *ordered: str, language: str = "") -> set[tuple[str | None, int]]:
    return {(line.sku, int(line.quantity)) for line in order_of(text, *ordered, language=language).lines}


@pytest.mark.parametrize(
    ("text", "language", "lines"),
    [
        ("20 x 15mm elbows, 10 lengths of 22 mm copper please", "en", {("EL-15", 20), ("CU-22", 10)}),
        ("M8x40 A2: 200 Stk; Spax 4x40: 3 Pakete; 5x60 2", "de", {("HB-840", 200), ("WS-440", 3), ("WS-560", 2)}),
        ("- M8x40 (200)\n- Holzschrauben 5x60 (2 Pkt)", "de", {("HB-840", 200), ("WS-560", 2)}),
        ("Bitte liefern: Silikon weiß 12, transparent 6.", "de", {("SIL-W", 12), ("SIL-T", 6)}),
        ("can u do 6 elbows 22mm & 6 15mm, also 10 of the copper 15", "en", {("EL-22", 6), ("EL-15", 6), ("CU-15", 10)}),
        ("Brauche je 6 Winkel in 15 und 22", "de", {("EL-15", 6), ("EL-22", 6)}),
        ("6 doz of the white silicone\n4 doz of the transparent one", "en", {("SIL-W", 72), ("SIL-T", 48)}),
        ("deux cent quarante coudes de 22 et cent cinquante de 15", "fr", {("EL-22", 240), ("EL-15", 150)}),
        ("wir haben nur noch 2 Sack Zement, bitte 30 nachliefern", "de", {("CEM", 30)}),
        ("12 gros pots de peinture blanche", "fr", {("PNT-10", 12)}),
        ("3 x Wandfarbe weiß, die 5-Liter-Eimer", "de", {("PNT-5", 3)}),
        ("2 Pck. Holzschrauben 4x40\n5 Fl. Teaköl 0,75 l", "de", {("WS-440", 2), ("OIL", 5)}),
        ("3 Dutzend Stahlnägel bitte", "de", {("NAIL", 3)}),
        ("a box of 12 tubes of silicone, the white please", "en", {("SIL-W", 12)}),
    ],
)  # fmt: skip
def test_lines_are_read_as_the_trade_writes_them(text: str, language: str, lines: set[tuple[str, int]]) -> None:
    assert lines_of(text, language=language) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Ciao, mi servono 10 sacchi di cemento e 5 latte di pittura bianca da 10 l", {("CEM", 10), ("PNT-10", 5)}),
        ("necesitamos 8 botes de pintura blanca de 5 litros y 3 brochas de 50", {("PNT-5", 8), ("BR-50", 3)}),
        ("graag 10 zakken cement en vijfentwintig kokers witte siliconenkit", {("CEM", 10), ("SIL-W", 25)}),
        ("prosze o 20 szt kolanek 15 mm i 3 wiadra bialej farby 5 l", {("EL-15", 20), ("PNT-5", 3)}),
        ("Hej, vi behöver 6 burkar vit väggfärg 10 l och 4 penslar 50", {("PNT-10", 6), ("BR-50", 4)}),
    ],
)  # fmt: skip
def test_articles_are_known_in_the_neighbours_languages(text: str, lines: set[tuple[str, int]]) -> None:
    assert lines_of(text) == lines


def test_of_what_fits_alike_the_past_the_price_or_the_plain_name_tells() -> None:
    assert lines_of("bitte 4 Wandfarbe weiß", "PNT-10", language="de") == {("PNT-10", 4)}
    assert lines_of("bitte 4 Wandfarbe weiß zu 30,00 €", language="de") == {("PNT-5", 4)}
    assert lines_of("bitte 6 Teaköl 0,75 l", language="de") == {("OIL", 6)}


def test_a_price_apart_is_that_of_the_line_whose_article_costs_so() -> None:
    order = order_of(
        "12 elbows 15 and 3 wall paint 10 l please. Same price as agreed, 54.00 for the paint.", language="en"
    )
    assert {(line.sku, line.unit_price) for line in order.lines} == {("EL-15", None), ("PNT-10", Decimal("54.00"))}


def test_spoilt_goods_beside_an_order_are_not_ordered() -> None:
    text = "Zuletzt waren fünf Silikon weiß ausgelaufen, die zahlen wir nicht. Bitte schicken Sie 8 Sack Zement."
    assert lines_of(text, language="de") == {("CEM", 8)}


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("bitte 8 Sack Zement bis Do.", "de", date(2026, 4, 9)),
        ("Le chantier démarre le 20 avril. 8 sacs de ciment, livraison la veille svp", "fr", date(2026, 4, 19)),
        ("8 cement please, no rush, end of next week is grand", "en", date(2026, 4, 17)),
        ("8 sacs de ciment svp. Dès le 1er mai la société s'appellera Brandl SA.", "fr", None),
        ("8 cement please. Is the 995 due on the 2nd of May or sooner?", "en", None),
        ("Morgen,\nwir brauchen 8 Sack Zement. Die Rechnung wird am 20. April bezahlt.", "de", None),
        ("bis nächsten Donnerstag 25 Sack Zement bitte", "de", date(2026, 4, 9)),
    ],
)  # fmt: skip
def test_the_day_of_delivery_is_asked_for(text: str, language: str, day: date | None) -> None:
    assert order_of(text, language=language).requested_date == day


@pytest.mark.parametrize(
    ("written", "languages", "value"),
    [
        ("cent cinquante", ("fr",), 150), ("quatre-vingt-quinze", ("fr",), 95), ("soixante et onze", ("fr",), 71), ("mille deux cents", ("fr",), 1200),
        ("zweihundertvierzig", ("de",), 240), ("fünfundzwanzig", ("de",), 25), ("zweitausendfünfhundert", ("de",), 2500),
        ("a hundred and fifty", ("en",), 150), ("thirty-six", ("en",), 36), ("twelve hundred", ("en",), 1200),
        ("venticinque", ("en", "fr", "de"), 25), ("vijfentwintig", ("en", "fr", "de"), 25), ("vinte e cinco", ("en", "fr", "de"), 25), ("femogtyve", ("en", "fr", "de"), 25),
    ],
)  # fmt: skip
def test_numbers_are_put_together_as_languages_do(written: str, languages: tuple[str, ...], value: int) -> None:
    match = expression(rf"(?:{number_pattern(languages)})(?!\w)").match(fold(written))
    assert match is not None and match.group() == fold(written)
    assert value_of(match.group(), languages) == value


@pytest.mark.parametrize(
    ("text", "sku"),
    [
        ("12 XL safety vests yellow please", "VEST-XL"), ("12XL safety vests yellow please", "VEST-XL"),
        ("Bitte 12 XL Warnwesten gelb", "VEST-XL"), ("il nous faut 12 XL, gilets jaunes", "VEST-XL"),
        ("12x safety vests yellow L please", "VEST-L"), ("Bitte 12 x Warnweste gelb L", "VEST-L"),
    ],
)  # fmt: skip
def test_a_size_behind_a_number_is_no_sign_of_times(text: str, sku: str) -> None:
    (line,) = order_of(text).lines
    assert (line.sku, line.quantity) == (sku, 12)
