"""Words of languages without a pack: what takes a statement back, orders, asks for something else, is over, and weeks.

A pack (`nlp/lang`) knows how a language orders, pays and contests. Without one these words decide whether what stands
beside a document, an article or an amount of the book may be trusted (`nlp.proven_abroad`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from nlp.reply_words import folded

LONGEST_WORDS = 40  # a longer mail says something besides
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
# What begins the words that order, that ask for a price, an offer or a return, that tell of goods ordered or received
# before, of a matter that is over, and the names of weeks; folded, by ISO 639-1 code.
ORDERS: dict[str, tuple[str, ...]] = {
    language: tuple(stems.split())
    for language, stems in {
        "nl": "bestel graag stuur sturen lever nodig",
        "it": "ordin serv mandat sped forni occorr bisogn",
        "es": "pedi pedo necesit envi mand",
        "pt": "encomend precis envi pedi queri",
        "pl": "zamow zamaw prosz prosi potrzeb",
        "sv": "bestall behov skick lever",
        "da": "bestil ordre send behov leve",
        "no": "bestil ordre send treng behov leve",
        "cs": "objedn prosim potreb posl dodejt",
        "sk": "objedn prosim potreb posl dodajt",
        "fi": "tila tarvi lahet toimit",
    }.items()
}
ASKS_OTHERWISE: dict[str, tuple[str, ...]] = {
    language: tuple(stems.split())
    for language, stems in {
        "nl": "prijs prijz kost offert retour terug ruil omruil levertijd",
        "it": "prezz cost preventiv offert quanto quanta reso resi restitu cambi sostitu dispon",
        "es": "precio cost cuest presupuest ofert cuant devol cambi dispon plazo",
        "pt": "preco cust orcament ofert cotac quanto devol troc dispon prazo",
        "pl": "cena ceny cene koszt ofert wycen zwrot zwrac zwroc wymian dostepn ile",
        "sv": "pris kost offert anbud retur byt leveranstid",
        "da": "pris kost tilbud retur byt leveringstid",
        "no": "pris kost tilbud retur byt leveringstid",
        "cs": "cena cenu ceny stoji nabid nabic vrac vrat reklam vymen kolik",
        "sk": "cena cenu ceny stoji ponuk vrac vrat reklam vymen kolko",
        "fi": "hint maks tarjo palaut vaiht paljon",
    }.items()
}
ORDERED_BEFORE: dict[str, tuple[str, ...]] = {
    language: tuple(stems.split())
    for language, stems in {
        "nl": "besteld ontvang ontving gekreg kregen gelever geweest gekocht",
        "it": "ordinat ordinammo ricev consegnat arrivat comprat avevam stat",
        "es": "recib lleg hemos habiamos encargad comprad entregad",
        "pt": "receb cheg tinham haviam comprad entregue fizemos",
        "pl": "zamowil zamowion otrzym dosta przysz przyj kupi wczesniej juz",
        "sv": "bestallt bestallde fick fatt mottag levererat levererade kopt kopte kom",
        "da": "bestilt faet fik modtag leveret leverede kobt kobte kom",
        "no": "bestilt fatt fikk mottat mottok levert leverte kjopt kom",
        "cs": "objednal obdrze dostal prisl prise dorucen dodal koupil",
        "sk": "objednal obdrza dostal prisl doruc dodal kupil",
        "fi": "tilasi tilann saapu saim saat toimitet osti",
    }.items()
}
SETTLED: dict[str, tuple[str, ...]] = {
    language: tuple(stems.split())
    for language, stems in {
        "nl": "opgelost afgehandeld geregeld ingetrokken vergissing teruggevonden vergeet",
        "it": "risolt chiarit sistemat ritroval ritrovat scusat",
        "es": "resuelt aclarad solucionad arreglad olvid disculp",
        "pt": "resolvid esclarecid solucionad desculp esque",
        "pl": "wyjasnion zalatwion rozwiazan nieaktualn przeprasz odnalaz znalaz",
        "sv": "lost utrett avklarat utredd hittat glom ursakta",
        "da": "lost afklaret fundet glem beklager",
        "no": "lost avklart funnet glem beklager",
        "cs": "vyresen vyjasnen nasli omlouv zapomen",
        "sk": "vyriesen vyjasnen nasli ospravedl zabudn",
        "fi": "selvi loyty ratk pahoit unohd",
    }.items()
}
WEEKS: dict[str, tuple[str, ...]] = {
    language: tuple(stems.split())
    for language, stems in {
        "nl": "week weken weekend maand",
        "it": "settiman sabat domenic mese mesi",
        "es": "seman sabad doming mes",
        "pt": "seman sabad doming mes",
        "pl": "tydz tygod sobot niedziel piat srod miesi",
        "sv": "veck lordag sondag manad",
        "da": "uge lordag sondag maned",
        "no": "uke lordag sondag maned helg",
        "cs": "tyden tydn sobot nedel stred pate patk mesic",
        "sk": "tyzd tyzdn sobot nedel stred piat mesiac",
        "fi": "viik lauant sunnunt maanant tiist keskiv torst perjant huome kuuk",
    }.items()
}


def begins_with(stems: tuple[str, ...], words: Collection[str]) -> bool:
    """Whether one of the words begins with one of the stems."""
    return any(word.startswith(stems) for word in words)


def takes_back(language: str, words: Collection[str]) -> bool:
    """Whether one of these words denies, doubts, puts off or takes back, in a language that has them here."""
    return not TAKES_BACK.get(language, frozenset()).isdisjoint(words)


def words_in(text: str) -> list[str]:
    return _WORD.findall(folded(text).translate(_BARRED))
