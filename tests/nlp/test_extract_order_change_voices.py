"""Changes of orders in many voices and trades: what is withdrawn, what goes, how many shall come, and when."""

# ruff: noqa: E501  # a mail is one line of a table

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import CustomerEntry, OrderEntry, Snapshot
from nlp.extract.order_change import read_order_change
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Source
from nlp.reading import ChangeAction, OrderChange
from tests.nlp import extraction_desk
from tests.nlp.extraction_desk import article

CUSTOMER = CustomerEntry("K9", "X", "Gasthof Post", (), "AT", "de", "EUR", ("a@post.example",), ("post.example",))
TERRACE = "GP 26/14"
GLOVES = "BH-7701"
CELLAR = "BH-7702"
BURS = "BH-7703"
PUMP = "BH-7704"
ROBES = "BH-7705"
CRISPS = "BH-7706"
SCREWS = "BH-7707"
OFFICE = "BH-7708"
BEARING = "BH-7709"
OIL = "BH-7710"


def order(po: str, *lines: tuple[str, int]) -> OrderEntry:
    return OrderEntry(
        f"SO-{po}", "K9", po, date(2026, 3, 30), tuple(sku for sku, _ in lines), tuple(Decimal(n) for _, n in lines)
    )


BOOK = Snapshot(
    customers=[CUSTOMER],
    articles=[
    article("TBL-140","Bistro table 140 cm","Table bistrot 140 cm","Bistrotisch 140 cm","189","C62"),
    article("CHR-OAK","Oak dining chair","Chaise en chêne","Eichenstuhl","79","C62"),
    article("LNT-S","Garden lantern small","Lanterne de jardin petite","Gartenlaterne klein","24","C62"),
    article("LNT-L","Garden lantern large","Lanterne de jardin grande","Gartenlaterne groß","34","C62"),
    article("NAP-WH","Paper napkins white","Serviettes blanches","Papierservietten weiß","6.10","PK"),
    article("GL-S","Nitrile gloves blue S, box of 100","Gants nitrile bleus S, boîte de 100","Nitrilhandschuhe blau S, Box 100","8","BX"),
    article("GL-M","Nitrile gloves blue M, box of 100","Gants nitrile bleus M, boîte de 100","Nitrilhandschuhe blau M, Box 100","8","BX"),
    article("GL-L","Nitrile gloves blue L, box of 100","Gants nitrile bleus L, boîte de 100","Nitrilhandschuhe blau L, Box 100","8","BX"),
    article("OIL-05","Extra virgin olive oil 0.5 l","Huile d'olive vierge extra 50 cl","Olivenöl nativ extra 0,5 l","7","C62"),
    article("OIL-5","Extra virgin olive oil can 5 l","Huile d'olive vierge extra bidon 5 l","Olivenöl nativ extra Kanister 5 l","48","C62"),
    article("WIN-PN","Pinot Noir 75 cl","Pinot noir 75 cl","Spätburgunder 0,75 l","9","C62"),
    article("BUR-012","Diamond ball bur FG 012, pack of 5","Fraise diamantée boule FG 012, lot de 5","Diamantkugel FG 012, 5 Stück","14","PK"),
    article("BUR-016","Diamond ball bur FG 016, pack of 5","Fraise diamantée boule FG 016, lot de 5","Diamantkugel FG 016, 5 Stück","14","PK"),
    article("PMP-20","Centrifugal pump 2.0 kW","Pompe centrifuge 2,0 kW","Kreiselpumpe 2,0 kW","748","C62"),
    article("SEA-SET","O-ring assortment","Coffret de joints toriques","O-Ring-Sortiment","34","C62"),
    article("GRS-400","Bearing grease 400 g","Graisse pour roulements 400 g","Wälzlagerfett 400 g","9","C62"),
    article("ROB-M","Bathrobe white size M","Peignoir blanc taille M","Bademantel weiß Größe M","24","C62"),
    article("ROB-L","Bathrobe white size L","Peignoir blanc taille L","Bademantel weiß Größe L","24","C62"),
    article("CHP-40","Sea salt crisps carton 20 x 40 g","Chips sel de mer carton 20 x 40 g","Chips Meersalz Karton 20 x 40 g","11","CT"),
    article("CHP-150","Sea salt crisps carton 10 x 150 g","Chips sel de mer carton 10 x 150 g","Chips Meersalz Karton 10 x 150 g","17","CT"),
    article("SCR-680","Concrete screw 6 x 80, box of 100","Vis béton 6 x 80, boîte de 100","Betonschraube 6 x 80, 100 Stück","22","BX"),
    article("SCR-560","Timber screw 5 x 60, box of 200","Vis bois 5 x 60, boîte de 200","Holzschraube 5 x 60, 200 Stück","18","BX"),
    article("BRK-90","Angle bracket 90 mm","Équerre 90 mm","Winkelverbinder 90 mm","2","C62"),
    article("PAP-80","Copy paper A4 80 g, box of 5 reams","Papier A4 80 g, carton de 5 ramettes","Kopierpapier A4 80 g, Karton 5 Pack","24","CT"),
    article("TON-26","Toner black HP 26A","Toner noir HP 26A","Toner schwarz HP 26A","88","C62"),
    article("PEN-BL","Ballpoint pen blue","Stylo bille bleu","Kugelschreiber blau","0.8","C62"),
    article("BRG-6205","Deep groove ball bearing 6205-2RS","Roulement à billes 6205-2RS","Rillenkugellager 6205-2RS","5","C62"),
    ],
    orders=[
        order(TERRACE, ("TBL-140", 6), ("CHR-OAK", 24), ("NAP-WH", 10)),
        order(GLOVES, ("GL-S", 20), ("GL-M", 40)),
        order(CELLAR, ("OIL-5", 4), ("WIN-PN", 60)),
        order(BURS, ("BUR-012", 3), ("BUR-016", 3)),
        order(PUMP, ("PMP-20", 1), ("SEA-SET", 1), ("GRS-400", 2)),
        order(ROBES, ("ROB-M", 10), ("ROB-L", 10)),
        order(CRISPS, ("CHP-40", 30), ("CHP-150", 24)),
        order(SCREWS, ("SCR-680", 12), ("SCR-560", 20), ("BRK-90", 50)),
        order(OFFICE, ("PAP-80", 40), ("TON-26", 4), ("PEN-BL", 100)),
        order(BEARING, ("BRG-6205", 40)),
        order(OIL, ("OIL-05", 2400), ("WIN-PN", 120)),
    ],
)  # fmt: skip


def change(po: str, language: str, text: str) -> OrderChange:
    said = replace(
        extraction_desk.context(text, language=language), subject=Source("subject", po), book=BOOK, customer=CUSTOMER
    )
    found = read_order_change(said, find_order_numbers(said, find_references(said))).value
    assert found is not None and found.po_number == po
    return found


def quantities(found: OrderChange) -> dict[str | None, int]:
    return {line.sku: int(line.quantity) for line in found.lines}


@pytest.mark.parametrize(
    ("order_number", "language", "text"),
    [
        (GLOVES, "en", "Please do not dispatch BH-7701, the surgery is closing for good."),
        (GLOVES, "en", "Kindly treat BH-7701 as void."),
        (GLOVES, "en", "can you kill this order, raised in error"),
        (GLOVES, "de", "Das hat sich erledigt, bitte nichts mehr liefern."),
        (GLOVES, "de", "BH-7701 ist hinfällig, die Praxis schließt."),
        (GLOVES, "de", "bitte nicht ausliefern, die bestellung war doppelt"),
        (GLOVES, "fr", "Donc plus rien à livrer sur BH-7701."),
        (GLOVES, "fr", "Veuillez considérer la commande BH-7701 comme nulle et non avenue."),
        (PUMP, "fr", "laissez tomber la pompe, le coffret et la graisse, le frigoriste en a d'occase."),
        (GLOVES, "", "Annullate l'ordine BH-7701, grazie."),
        (GLOVES, "", "Proszę anulować zamówienie BH-7701."),
        (GLOVES, "en", "Is it too late to cancel BH-7701? The client has gone elsewhere."),
        (GLOVES, "en", "We'd like to back out of this one if you haven't shipped yet."),
        (GLOVES, "de", "wir müssen die Bestellung leider absagen, der Kunde ist abgesprungen"),
        (GLOVES, "de", "Storno BH-7701"),
        (GLOVES, "de", "Das Projekt ist abgesagt, wir brauchen nichts davon."),
        (GLOVES, "fr", "Suite à une erreur de saisie, merci de ne pas traiter la commande BH-7701."),
        (GLOVES, "fr", "Pouvez-vous bloquer la commande BH-7701 ? On n'en a plus l'utilité."),
        (GLOVES, "fr", "La BH-7701 fait double emploi avec la BH-7700, à annuler svp"),
        (GLOVES, "de", "Beide Positionen bitte stornieren."),
    ],
)  # fmt: skip
def test_an_order_is_withdrawn_in_whatever_words(order_number: str, language: str, text: str) -> None:
    assert change(order_number, language, text).action is ChangeAction.CANCEL


@pytest.mark.parametrize(
    ("order_number", "language", "text", "expected"),
    [
        (GLOVES, "en", "scratch the smalls, nobody here has hands that size any more. mediums stay at 40.", {"GL-S": 0}),
        (CELLAR, "fr", "pour l'huile laissez tomber, papa en a ramené. Le pinot on le prend bien les soixante.", {"OIL-5": 0}),
        (CELLAR, "de", "Öl brauch ma nimmer, Wein schon.", {"OIL-5": 0}),
        (CELLAR, "en", "The oil can come off this order.", {"OIL-5": 0}),
        (CRISPS, "fr", "Retirez les chips de 150 g, les 40 g sont à garder.", {"CHP-150": 0}),
        (PUMP, "fr", "Pas de graisse finalement.", {"GRS-400": 0}),
        (PUMP, "de", "Pumpe und Fett bitte stornieren, nur das O-Ring-Sortiment schicken.", {"PMP-20": 0, "GRS-400": 0}),
        (SCREWS, "de", "Die Winkel sind noch reichlich da, also ohne Winkelverbinder bitte.", {"BRK-90": 0}),
        (SCREWS, "de", "Position 2 auf 0 setzen.", {"SCR-560": 0}),
        (PUMP, "en", "The grease isn't required any more, everything else please.", {"GRS-400": 0}),
        (PUMP, "en", "All good except the pump, we won't be taking that.", {"PMP-20": 0}),
        (PUMP, "de", "Fett bitte abbestellen, wird nicht gebraucht.", {"GRS-400": 0}),
        (PUMP, "de", "Bitte alles bis auf die Pumpe liefern.", {"PMP-20": 0}),
        (PUMP, "fr", "On ne garde que la pompe, annulez le reste.", {"SEA-SET": 0, "GRS-400": 0}),
        (PUMP, "fr", "pour la pompe c'est bon on a trouvé ailleurs, vous pouvez l'enlever", {"PMP-20": 0}),
        (SCREWS, "de", "Die Winkel könnts weglassen, ham mia no gnua.", {"BRK-90": 0}),
        (OFFICE, "en", "Ditch the pens, keep the paper and the toner.", {"PEN-BL": 0}),
    ],
)  # fmt: skip
def test_a_line_goes_in_whatever_words(order_number: str, language: str, text: str, expected: dict[str, int]) -> None:
    found = change(order_number, language, text)
    assert (found.action, quantities(found)) == (ChangeAction.CHANGE, expected)


@pytest.mark.parametrize(
    ("order_number", "language", "text", "expected"),
    [
        (BURS, "de", "bitte 5 statt 3 Packungen von den 012ern, die 016er passen so.", {"BUR-012": 5}),
        (ROBES, "de", "Bitte 6 in M und 14 in L.", {"ROB-M": 6, "ROB-L": 14}),
        (BEARING, "en", "Forty is what Tamsin typed, but she meant fourteen. Can you alter it before it ships?", {"BRG-6205": 14}),
        (BEARING, "en", "Please double the quantity.", {"BRG-6205": 80}),
        (BEARING, "de", "Die Hälfte reicht uns.", {"BRG-6205": 20}),
        (SCREWS, "de", "doppelt so viele Holzschrauben bitte", {"SCR-560": 40}),
        (SCREWS, "de", "Winkel um 10 reduzieren", {"BRK-90": 40}),
        (SCREWS, "en", "five boxes fewer of the timber screws", {"SCR-560": 15}),
        (SCREWS, "de", "5 Schachteln Holzschrauben weniger", {"SCR-560": 15}),
        (SCREWS, "fr", "Équerres : ancien 50, nouveau 30", {"BRK-90": 30}),
        (SCREWS, "fr", "Pour les équerres de la BH-7707, envoyez-en juste 30, j'ai une fin de semaine d'annulée.", {"BRK-90": 30}),
        (OFFICE, "de", "Statt 40 Kartons Papier bitte 60.", {"PAP-80": 60}),
        (OFFICE, "en", "Two toners will do.", {"TON-26": 2}),
        (OFFICE, "fr", "un toner de moins", {"TON-26": 3}),
        (TERRACE, "en", "8 tables instead of 6 and no napkins", {"TBL-140": 8, "NAP-WH": 0}),
        (TERRACE, "de", "der Chef sagt die 10 Servietten bleiben, aber Stühle bitte 50 statt 24.", {"CHR-OAK": 50}),
        (TERRACE, "de", "30 Stühle statt 24. Die Rechnung A-12 zahlen wir am Freitag.", {"CHR-OAK": 30}),
        (GLOVES, "", "Per favore 30 scatole di guanti M invece di 40.", {"GL-M": 30}),
        (SCREWS, "en", "Brackets: 80 please, not 50.", {"BRK-90": 80}),
        (SCREWS, "en", "30 more brackets please", {"BRK-90": 80}),
        (SCREWS, "en", "amend qty: SCR-680 14, BRK-90 80", {"SCR-680": 14, "BRK-90": 80}),
        (SCREWS, "de", "Winkelverbinder: 80 statt 50 Stück", {"BRK-90": 80}),
        (SCREWS, "de", "Wir brauchen jetzt doch 80 Winkel.", {"BRK-90": 80}),
        (SCREWS, "de", "Nur 15 Winkel bitte, 50 sind zu viel.", {"BRK-90": 15}),
        (SCREWS, "fr", "Équerres : 80 au lieu de 50", {"BRK-90": 80}),
        (SCREWS, "fr", "30 équerres de plus svp", {"BRK-90": 80}),
        (SCREWS, "fr", "augmenter à 80 la quantité d'équerres", {"BRK-90": 80}),
        (BEARING, "en", "Ten more please.", {"BRG-6205": 50}),
        (BEARING, "fr", "dix de plus", {"BRG-6205": 50}),
        (GLOVES, "fr", "remplacez les M par des L", {"GL-M": 0, "GL-L": 40}),
        (SCREWS, "en", "can u knock the brackets down to 35", {"BRK-90": 35}),
        (SCREWS, "en", "15 instead of 12 on the concrete ones, and take 20 brackets off", {"SCR-680": 15, "BRK-90": 30}),
        (SCREWS, "de", "Hallo, Kommando zurück bei den Winkeln, die Betonschrauben auf 15.", {"BRK-90": 0, "SCR-680": 15}),
        (SCREWS, "de", "Ich hab mich verzählt, wir brauchen 35 statt 50 Winkelverbinder. Alles andere passt.", {"BRK-90": 35}),
        (SCREWS, "de", "Ein Karton Betonschrauben weniger tut's auch.", {"SCR-680": 11}),
        (SCREWS, "fr", "On baisse les équerres à 35 et on monte les vis bois à 25.", {"BRK-90": 35, "SCR-560": 25}),
        (SCREWS, "fr", "Divisez par deux les équerres", {"BRK-90": 25}),
        (OFFICE, "en", "Toner: we found two in the cupboard so just 2 please", {"TON-26": 2}),
        (OFFICE, "de", "Toner haben wir noch, bitte raus. Beim Papier 45 statt 40.", {"TON-26": 0, "PAP-80": 45}),
        (OFFICE, "fr", "2 toners seulement", {"TON-26": 2}),
        (BEARING, "de", "Da ist eine Null zu viel, es sollten 4 sein.", {"BRG-6205": 4}),
        (BEARING, "de", "Machen Sie bitte 50 daraus.", {"BRG-6205": 50}),
    ],
)  # fmt: skip
def test_a_line_gets_its_new_quantity(order_number: str, language: str, text: str, expected: dict[str, int]) -> None:
    found = change(order_number, language, text)
    assert (found.action, quantities(found)) == (ChangeAction.CHANGE, expected)


@pytest.mark.parametrize(
    ("language", "text", "expected", "day"),
    [
        ("fr", "on livrerait tout le 22 avril au lieu du 15. Les quantités ne bougent pas.", {}, date(2026, 4, 22)),
        ("de", "Bitte erst in KW 18 anliefern, am Montag. Vorher wird die Halle gestrichen.", {}, date(2026, 4, 27)),
        ("en", "please don't deliver before 20 April", {}, date(2026, 4, 20)),
        ("en", "Could you hold delivery until 20 April?", {}, date(2026, 4, 20)),
        ("fr", "décalez la livraison au mardi 21 avril, s'il vous plaît", {}, date(2026, 4, 21)),
        ("fr", "Livraison le 21 et non le 15 avril.", {}, date(2026, 4, 21)),
        ("en", "The site isn't ready. Anything before 4 May is no use to us, so the 4th please.", {}, date(2026, 5, 4)),
        ("en", "We need it by Friday 17 April at the latest.", {}, date(2026, 4, 17)),
        ("en", "Please reschedule GP 26/14 from 15 April to 22 April.", {}, date(2026, 4, 22)),
        ("de", "Können Sie den Termin vom 15. auf den 22. April verlegen?", {}, date(2026, 4, 22)),
        ("de", "neuer Termin: 22.4.", {}, date(2026, 4, 22)),
        ("fr", "Livraison reportée au 22 avril, merci.", {}, date(2026, 4, 22)),
        ("fr", "nous serons fermés le 15, livrez plutôt le 22 avril", {}, date(2026, 4, 22)),
        ("fr", "pas de livraison avant le 22 avril svp", {}, date(2026, 4, 22)),
        ("", "Potete consegnare il 22 aprile invece del 15 aprile?", {}, date(2026, 4, 22)),
        ("en", "Thanks for the confirmation. 8 tables please, not 6. Delivery on 22 April instead.", {"TBL-140": 8}, date(2026, 4, 22)),
        ("de", "statt Donnerstag bitte am Montag, 13.04.", {}, date(2026, 4, 13)),
        ("en", "The marquee goes up a week later than planned, so 22 April for everything please. Quantities stay.", {}, date(2026, 4, 22)),
        ("fr", "Le carrelage n'est pas sec, livraison souhaitée le 22/04 au lieu du 15/04", {}, date(2026, 4, 22)),
    ],
)  # fmt: skip
def test_the_goods_shall_come_on_another_day(language: str, text: str, expected: dict[str, int], day: date) -> None:
    found = change(TERRACE, language, text)
    assert (found.action, quantities(found), found.requested_date) == (ChangeAction.CHANGE, expected, day)


@pytest.mark.parametrize(
    ("order_number", "language", "text"),
    [
        (TERRACE, "en", "Thanks, all fine."),
        (TERRACE, "de", "Danke, passt alles so. Wann kommt die Ware?"),
        (TERRACE, "en", "Please don't cancel the order, we still want it."),
        (TERRACE, "de", "Bitte NICHT stornieren, wir brauchen die Stühle noch."),
        (TERRACE, "fr", "N'annulez pas la commande !"),
    ],
)  # fmt: skip
def test_what_says_that_all_stays_changes_nothing(order_number: str, language: str, text: str) -> None:
    found = change(order_number, language, text)
    assert (found.action, found.lines, found.requested_date) == (ChangeAction.CHANGE, (), None)
