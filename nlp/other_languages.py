"""What takes a statement back in languages without a pack: enough to trust a document that plain words hand over.

A pack (`nlp/lang`) knows how a language orders, pays and contests. Without one prose is acted upon only where the book
proves it (`nlp.proven`). But "in allegato il nostro ordine" beside an order of our own articles is as plain as it is
short, where no word of it denies, doubts or puts off; and a copy of an invoice goes to the customer's own address
whatever else was meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from nlp.facts import Facts
from nlp.reading import Evidence, IntentName, QueryTopic
from nlp.reply_words import folded

LONGEST_WORDS = 40  # a longer mail says something besides
HARMLESS_ANSWERS = frozenset({QueryTopic.INVOICE_COPY, QueryTopic.STATEMENT})
KNOWN = frozenset({"book", "answered"})  # what the words only point to
_WORD = re.compile(r"[^\W\d_]+")
_BARRED = str.maketrans("łøđ", "lod")  # letters whose bar is no accent that folding takes off
# Words that deny, doubt, put off, take back or set a condition; folded, by ISO 639-1 code.
TAKES_BACK: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "nl": "niet geen nooit nog pas zonder behalve maar echter als indien mits tenzij wanneer zodra eerst"
        " wachten wacht annuleren annuleer geannuleerd intrekken foutief fout onjuist vervalt vervallen"
        " offerte concept misschien nieuw nieuwe vorige dubbel ipv plaats",
        "it": "non nessun nessuna mai ancora senza tranne ma pero se qualora purche quando appena prima"
        " attendere attesa annullare annullato annullata revocare errato errata sbagliato preventivo"
        " bozza forse invece nuovo nuova precedente doppio sostituisce",
        "es": "no ningun ninguna nunca aun todavia sin salvo excepto pero si cuando siempre hasta antes"
        " esperar espera anular anulado anulada cancelar cancelado incorrecto erroneo equivocado"
        " presupuesto borrador quizas nuevo nueva anterior duplicado sustituye vez",
        "pt": "nao nenhum nenhuma nunca ainda sem exceto salvo mas porem se caso quando ate antes aguardar"
        " aguarda anular anulado anulada cancelar cancelado incorreto errado orcamento rascunho talvez"
        " novo nova anterior duplicado substitui vez",
        "pl": "nie zaden zadna nigdy jeszcze dopiero bez oprocz ale jednak jesli jezeli gdy kiedy pod"
        " warunkiem zanim czekac anulowac anulowane wycofac bledne blad oferta szkic moze zamiast nowy"
        " nowa poprzedni podwojne zastepuje",
        "sv": "inte ej ingen inget aldrig annu utan forutom men dock om ifall nar forst vanta avboka avbestall"
        " makulera felaktig fel offert utkast kanske istallet ny nytt nya tidigare dubbel ersatter",
        "da": "ikke ingen intet aldrig endnu uden undtagen men dog hvis saafremt nar forst vente annullere"
        " annulleret afbestil forkert fejl tilbud kladde maske stedet ny nyt nye tidligere dobbelt"
        " erstatter",
        "no": "ikke ingen intet aldri enna uten unntatt men hvis dersom nar forst vente annullere annullert"
        " avbestill feil tilbud utkast kanskje stedet ny nytt nye tidligere dobbel erstatter",
        "cs": "ne neni nejsou nikdy jeste bez krome ale vsak pokud jestli kdyz az nejdriv cekat zrusit zruseno"
        " stornovat storno chybne chyba nabidka navrh mozna misto novy nova predchozi duplicitni"
        " nahrazuje",
        "sk": "nie nikdy este bez okrem ale vsak pokial ak ked az najprv cakat zrusit zrusene stornovat storno"
        " chybne chyba ponuka navrh mozno namiesto novy nova predchadzajuci duplicitne nahradza",
        "fi": "ei eivat emme alkaa viela ilman paitsi mutta jos kun vasta ensin odottaa peruuttaa peruttu"
        " virheellinen virhe tarjous luonnos ehka sijaan uusi aiempi kaksinkertainen korvaa",
    }.items()
}


def hands_over(language: str, body: str, names: frozenset[IntentName], facts: Facts) -> bool:
    """Whether every listed intent rests on a document alone, or is a question that is answered without harm."""
    words = words_in(body)
    if language not in TAKES_BACK or len(words) > LONGEST_WORDS:
        return False
    asks = IntentName.QUERY in names
    if asks and (facts.query.value is None or facts.query.value.topic not in HARMLESS_ANSWERS):
        return False
    rest = names - {IntentName.QUERY}
    if not rest:
        return asks
    return not takes_back(language, words) and all(_rests_on_documents(name, facts) for name in rest)


def takes_back(language: str, words: Collection[str]) -> bool:
    """Whether one of these words denies, doubts, puts off or takes back, in a language that has them here."""
    return not TAKES_BACK.get(language, frozenset()).isdisjoint(words)


def words_in(text: str) -> list[str]:
    return _WORD.findall(folded(text).translate(_BARRED))


def _rests_on_documents(name: IntentName, facts: Facts) -> bool:
    found = list(_evidence(name, facts))
    sources = {evidence.source for evidence in found} - KNOWN
    return bool(sources) and all(source.startswith("attachment:") for source in sources)


def _evidence(name: IntentName, facts: Facts) -> Iterator[Evidence]:
    """Where the fields were read that an act rests on; the number of an order may stand in the words besides."""
    if name is IntentName.ORDER:
        yield from (each for each in facts.order.evidence if not each.field.endswith("po_number"))
    elif name is IntentName.REMITTANCE:
        yield from (each for each in facts.remittance.evidence if not each.field.endswith("reference"))
