"""Words that say of a day or a document beside it whether money will come: gone already, held back, paid as well.

They are of all the languages that customers write, one expression each: a mail mixes them, and half of them have no
lexicon of their own.
"""

from __future__ import annotations

import re

from nlp.extract.sources import Context, Source
from nlp.lang import expression
from nlp.notation import DateMention

NEAR_EXCEPTED = 28  # characters between "except" and the document
_LONG_WORD = re.compile(r"[^\W\d_]{3}")
CLAUSE = re.compile(r"[,;:(]\s|[.]\s|\s[-–/+]\s|\n")
# On the text as written, in small letters: without its accent "réglé" is the "règle" of "je règle".
_GONE = re.compile(
    r"(?<!\w)(?:sent|posted|paid|transferred|wired|went|gone|settled|remitted|put through|"
    r"überwiesen|ueberwiesen|bezahlt|gezahlt|angewiesen|beglichen|rausgegangen|weg|abgeschickt|abgegangen|eingeworfen|"
    r"(?:post|vir|régl|pay|vers|sold|envoy|effectu|exécut|ordonn|dépos|libér|transfér)ée?s?|partie?s?|"
    r"overgeschreven|overgemaakt|betaald|voldaan|"
    r"(?:pagat|bonificat|versat|saldat|inviat|dispost)[oaie]|"
    r"(?:pagad|transferid|enviad|abonad)[oa]s?|pagamos|pagámos|pagué|pagó|paguei|transferimos|"
    r"zapłac(?:on[eay]|iliśmy|iłem|iłam)|przela(?:n[eay]|liśmy|łem|łam)|opłacon[eay]|uregulowan[eay]|"
    r"betalt|betalte|overført|betald|betalade|överfört?|uhrazen[aoy]?|zaplacen[aoy]?|zaplatili)(?!\w)"
)
_SINCE = re.compile(r"(?<!\w)(?:since|seit|depuis|sinds|dal?|desde|od)\s(?:the\s|dem\s|le\s)?$")
_COMING = re.compile(
    r"(?<!\w)(?:will|'ll|shall|going to|gets?|getting|to be|can be|is being|wird|werde|werden|wirst|soll|sollte|sollen|"
    r"kann|können|lasse|sera|seront|serons|serai|va|vont|vais|allons|doit|peut|zal|zullen|wordt|worden|gaat|sarà|"
    r"saranno|verrà|será|serán|va a|serão|vai|zostan\w{1,3}|będzie|bliver|vil|kommer|blir|bude|budou)(?!\w)"
)
_HELD = re.compile(
    # English
    r"(?<!\w)(?:on hold|on ice|held (?:back|until|pending|over)|hold(?:ing)? (?:back|off|on|onto)|"
    r"stays? (?:open|unpaid|put|where)|remains? (?:open|unpaid|on|outstanding)|"
    r"(?:is|are|still|being|was|were) (?:\w{1,10} )?(?:disputed|blocked|pending|queried|parked|in query|under query)|"
    r"(?:ha[sd]|have|'ll have|need|needs) to wait|can wait|must wait|wait(?:s|ing) (?:for|until|till|on)|later|not yet|"
    r"under (?:review|query|investigation)|in dispute|another matter|"
    r"(?:is|are|was|were|been|got) (?:already |long )?(?:paid|settled|cleared)|"
    # German
    r"(?:ist|sind|wurden?) (?:schon |bereits |langst )?(?:bezahlt|uberwiesen|beglichen|erledigt)|"
    r"bleib(?:t|en)|zuruckgestellt|zuruckgehalten|zuruckbehalten|gesperrt|strittig|in klarung|geklart|klaren|"
    r"(?:muss|mussen|mussten|kann|konnen|soll|lassen wir) (?:aber |noch |bitte )?(?:warten|ruhen)|wartet|wartend|ruht|"
    r"spater|noch nicht|erst (?:wenn|nach|nachdem)|halten wir (?:noch )?zuruck|reden wir|sprechen wir|"
    # French
    r"(?:est|sont|a ete|ont ete) (?:deja )?(?:paye|regle|vire|solde)e?s?|"
    r"en attente|en suspens|en litige|bloquee?s?|retenues?|attendra|attendront|doit attendre|doivent attendre|"
    r"(?:on|nous) en repar\w{1,6}|a revoir|on verra|plus tard|ulterieurement|pas encore|"
    r"reste(?:nt|ra|ront)? (?:a |en |bloque|ouvert|impaye|de cote)|mise? de cote|je (?:la |le )?garde|"
    # neighbours
    r"blijf(?:t|en)|wacht(?:en)?|nog niet|in sospeso|in attesa|rimane|rimangono|non ancora|piu tardi|"
    r"queda[n]? pendientes?|en espera|pendientes? de|todavia no|mas tarde|fica[m]?|em espera|ainda nao|mais tarde|"
    r"wstrzyman\w{1,2}|czeka\w{0,2}|jeszcze nie|pozniej|afventer|venter|ikke endnu|vantar|inte an|ceka|jeste ne)(?!\w)"
)
_GOES = re.compile(
    r"(?<!\w)(?:(?:it|that|they|those|payment|money|cheque|transfer|one) (?:goes|go|leaves?|is going|are going|will|"
    r"gets|follows?|comes|is coming|'ll|should|lands)|i'll (?:do|send|drop|post|sort|pay|settle)|"
    r"you'll (?:have|get|see)|"
    r"you will (?:have|get|see)|goes (?:out|off)|going out|gets paid|lined up|scheduled|set up|"
    r"(?:geht|gehen|kommt|kommen|folgt|folgen|lauft|laufen|fliesst) .{0,24}(?:raus|weg|mit|ruber|los|dazu|dran|an sie)|"
    r"(?:es|das|die|sie|geld|betrag|uberweisung) (?:geht|gehen|kommt|kommen|folgt|folgen)|"
    r"(?:haben|kriegen|bekommen) (?:sie|s'|ihr) (?:es|das|die|ihr|euer)|mach(?:e|en)? (?:ich|wir)|eingeplant|"
    r"(?:ca|cela|tout|elles?|ils?|celle-ci|le reste) (?:part|partira|partiront|partent|suit|suivra|suivront|arrive|"
    r"arrivera|passe|sera)|(?:je|on|nous) (?:vous |la |le |les )?(?:fais|fait|faisons|mets|met|mettons|lance|passe|"
    r"programme|prevois|prevoit) (?:ca|le virement|le necessaire|le cheque|en paiement|un virement|tout)|vous (?:aurez|"
    r"l'aurez|les aurez|recevrez)|programmee?s?|prevue?s?|"
    r"gaat|komt|volgt|staat klaar|parte|partira|uscira|arrivera|sale|saldra|saldran|sai|segue|pojdzie|wyjdzie|"
    r"zaplacimy|zrobimy)(?!\w)"
)
_TOO = re.compile(
    r"(?<!\w)(?:too|also|as well|at the same time|same time|along with (?:it|that|them)|in the same (?:go|run|batch)|"
    r"with it|auch|ebenfalls|gleich mit|mit dazu|mit dabei|gleichzeitig|zugleich|im (?:gleichen|selben) (?:zug|lauf|"
    r"aufwasch)|aussi|egalement|en meme temps|dans la foulee|du meme coup|par la meme occasion|dans le meme (?:lot|"
    r"virement)|avec|pareil|ook|tegelijk|anche|insieme|tambien|tambem|juntamente|rowniez|tez|takze|ogsa|ocksa|tez|take)"
    r"(?!\w)"
)
_DENIED = re.compile(
    r"(?<!\w)(?:not|n't|never|no|nicht|nie|keine?[nrms]?|pas|jamais|aucune?|rien|niet|geen|non|nie|nao|ikke|inte|ne)(?!\w)|\?"
)
GOES = 0.5  # of the weight of words for a payment
SHORT = 14  # words of a sentence that only adds a document to those before it
_BUT_FOR = (
    r"(?:except(?:ing| for)?|apart from|excluding|other than|bar|but not|not the|without|save for|"
    r"ausser|ausgenommen|bis auf|ohne|nicht (?:aber )?(?:die|der|den)|"
    r"sauf|hors|hormis|excepte|a l'exception d[eu]|a part|sans|"
    r"behalve|uitgezonderd|zonder|tranne|eccetto|salvo|esclus[ao]|excepto|menos|oprocz|poza|undtagen|utom|krome)"
)
_BEHIND_EXCEPT = expression(rf"(?<!\w){_BUT_FOR}(?: [^\W\d_]{{1,9}}){{0,3}}[ .:]{{1,2}}$")


def is_gone(source: Source, day: DateMention, start: int, end: int) -> bool:
    """Whether the clause of a weekday, inside source[start:end], tells that the money went on it."""
    if _SINCE.search(source.flat[max(start, day.start - 14) : day.start]):
        return True
    low = max((m.end() for m in CLAUSE.finditer(source.flat, start, day.start)), default=start)
    high = min((m.start() for m in CLAUSE.finditer(source.flat, day.end, end)), default=end)
    words = source.text[low:high].lower()
    return _GONE.search(words) is not None and _COMING.search(words) is None


def is_held(context: Context, source: Source, place: tuple[int, int], start: int, end: int) -> bool:
    """Whether a document named at a place inside a sentence is excepted, or its clause says that it has to wait."""
    first, last = place
    before = source.flat[max(start, first - NEAR_EXCEPTED) : first]
    if _BEHIND_EXCEPT.search(before):
        return True
    low = max((m.end() for m in CLAUSE.finditer(source.flat, start, first)), default=start)
    stops = (m.start() for m in CLAUSE.finditer(source.flat, last, end))
    high = next((stop for stop in stops if _LONG_WORD.search(source.flat, last, stop)), end)
    if _HELD.search(source.flat, low, high) is None:
        return False
    return not any(low <= day.start < high and day.value > context.sent_on for day in context.dates(source))


def says_it_goes(flat: str) -> float:
    """How loudly colloquial words say that something comes, money or not."""
    return GOES if _GOES.search(flat) else 0.0


def is_too(flat: str) -> bool:
    """Whether a short sentence adds what it names to what was said before it: "La 463 en même temps"."""
    return len(flat.split()) <= SHORT and _TOO.search(flat) is not None and _DENIED.search(flat) is None
