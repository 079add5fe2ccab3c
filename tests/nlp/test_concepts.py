"""Customers of eleven languages say the same few meanings; everyday words of one language mean nothing in another."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.intents.concepts import SHORTEST_PREFIX, folded, load_lexicon
from nlp.intents.masking import masked
from tests.steps import steps

LEXICON = load_lexicon()
TABLES = tomllib.loads(files("nlp.corpus").joinpath("concepts.toml").read_text("utf-8"))
SPOKEN = ("de", "en", "fr", "nl", "it", "es", "pt", "pl", "sv", "da", "cs")


def said(text: str) -> set[str]:
    return {name for name in LEXICON.features(masked(text)) if ">" not in name}


@pytest.mark.parametrize("name", TABLES)
def test_a_concept_has_words_in_every_language(name: str) -> None:
    assert tuple(TABLES[name]) == SPOKEN
    assert all(TABLES[name].values())


@pytest.mark.parametrize("name", TABLES)
def test_an_entry_can_be_found(name: str) -> None:
    for entry in (entry for entries in TABLES[name].values() for entry in entries):
        words = entry.split("-")
        assert "*" not in words[0] or len(words) == 1, f"{entry}: the first word of a phrase goes on"
        assert len(words) > 1 or not entry.endswith("*") or len(folded(entry)) > SHORTEST_PREFIX, entry


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Drei Kartons sind total durchnässt und angeschimmelt", "GOODS BADGOODS"),
        ("Die Rechnung ist nicht für uns, das ist eine andere Firma", "INVOICE NOTOURS"),
        ("Geht mit dem nächsten Lauf raus, bis Freitag", "NEXTRUN DEADLINE"),
        ("Schreiben Sie uns bitte wieder 20 Sack auf wie immer", "GIVEUS COULDYOU UNIT USUAL"),
        ("Wir warten immer noch auf die Palette", "WAITING GOODS"),
        ("That was never ordered by anyone in our office", "NOTORDERED ADDRESS"),
        ("You charged us twice for the same pallet", "OVERCHARGE TWICE GOODS"),
        ("Put us down for 40 more bags please", "GIVEUS ALSO UNIT COULDYOU"),
        ("It left our account on Tuesday", "PAIDP DAY"),
        ("Two tubs leaking and one split on arrival", "UNIT BADGOODS"),
        ("We are running low, could you bring it forward", "RUNOUT COULDYOU"),
        ("Mettez-nous encore 12 sachets s'il vous plaît", "GIVEUS ALSO UNIT COULDYOU"),
        ("On attend toujours, rien n'est arrivé", "WAITING NOTRECV"),
        ("Le virement part au prochain train de paiement", "TRANSFER NEXTRUN"),
        ("Il en manque trois, le bon de livraison en indique dix", "SHORT DELNOTE"),
        ("Cette facture ne nous concerne pas", "INVOICE NOTOURS"),
        ("De factuur is vorige week betaald", "INVOICE ALREADY PAIDP"),
        ("Wij hebben de goederen nog niet ontvangen, waar blijft de zending", "NOTRECV WHERE"),
        ("Graag de bestelling annuleren, niet meer nodig", "WANT ORDER CANCEL"),
        ("Er is te veel aangerekend, klopt niet", "OVERCHARGE WRONG"),
        ("Abbiamo pagato la fattura ieri con bonifico", "PASTT PAIDP INVOICE TRANSFER"),
        ("La merce è arrivata danneggiata", "GOODS RECV DAMAGE"),
        ("Pagheremo entro il 15 marzo", "PROMISEF DEADLINE"),
        ("Non abbiamo mai ordinato questo articolo", "NOTORDERED GOODS"),
        ("Faltan cuatro cajas en la entrega", "NOTRECV GOODS DELIV"),
        ("Ya hemos pagado esta factura por transferencia", "ALREADY PAIDP INVOICE TRANSFER"),
        ("Rogamos nos envíen una copia del extracto de cuenta", "COULDYOU SEND COPY STATEMENTQ"),
        ("Hay que cancelar el pedido, nos hemos equivocado", "CANCEL ORDER WRONG"),
        ("Recebemos a mercadoria com caixas rasgadas", "RECV GOODS BADGOODS"),
        ("Pagaremos a fatura na próxima semana", "PROMISEF INVOICE SOON DAY"),
        ("Mudamos de instalações, segue a nova morada", "MOVED"),
        ("Zapłaciliśmy tę fakturę w poniedziałek", "PAIDP INVOICE DAY"),
        ("Towar przyszedł uszkodzony, składamy reklamację", "GOODS RECV DAMAGE DISPUTE"),
        ("Prosimy o przesłanie kopii faktury", "COULDYOU SEND COPY INVOICE"),
        ("Vi har inte fått leveransen", "NOTRECV DELIV"),
        ("Fakturan betalades i fredags", "INVOICE PAIDP DAY"),
        ("Vi betaler fakturaen på mandag", "PROMISEF INVOICE DAY"),
        ("Varerne er beskadiget, tre kasser mangler", "GOODS DAMAGE NOTRECV"),
        ("Faktura byla uhrazena včera", "INVOICE PAY NOW"),
        ("Zboží dorazilo poškozené a dva kusy chybí", "GOODS RECV DAMAGE NOTRECV"),
        ("Prosíme o zaslání kopie faktury", "COULDYOU SEND COPY INVOICE"),
    ],
)
def test_a_customer_is_understood_in_every_language(text: str, meant: str) -> None:
    assert set(meant.split()) <= said(text)


@pytest.mark.parametrize(
    ("text", "not_meant"),
    [
        ("Das ist ein Versehen", "TAXID"),
        ("les livraisons du 12 au 14", "OPEN"),
        ("a word of warning", "PASTT"),
        ("eine kurze Frage zu den Waren", "DEDUCT"),
        ("two or three of them don't fit", "REALITY UNIT"),
        ("mise en service", "WRONG TECH"),
        ("a pretty good start", "MONEYSCAM"),
        ("le colis part vendredi", "PARTIAL"),
        ("tak, to jest po terminie", "THANKS ORDER"),
        ("el camión van a cargarlo sin demora", "NEG"),
        ("también se lo dos veces", "QUESTION"),
        ("jeg er ny her og har varen", "RETURNG"),
        ("kunder och kunden", "QUESTION"),
    ],
)
def test_an_everyday_word_of_one_language_says_nothing_in_another(text: str, not_meant: str) -> None:
    assert not set(not_meant.split()) & said(text)


def test_a_phrase_goes_before_its_words_and_its_later_words_may_go_on() -> None:
    assert LEXICON.features("nicht bestellt") == ["NOTORDERED"]
    assert LEXICON.features("credit notes") == LEXICON.features("credit note") == ["CREDIT"]


@given(st.text(max_size=300))
def test_any_text_is_read_the_same_way_twice(text: str) -> None:
    assert folded(text) == folded(text)
    assert LEXICON.features(text) == LEXICON.features(text)


def test_reading_a_mail_costs_a_few_steps_a_word() -> None:
    text = " ".join(["Wir haben die Rechnung nicht erhalten, please send a copy avant le 12 mars"] * 7)
    assert steps(lambda: LEXICON.features(text)) < 10 * len(text.split())
