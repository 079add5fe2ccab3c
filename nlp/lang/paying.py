"""Small words around the day or the document of a coming payment: gone already, held back, paid as well, by language.

The tables are those of `nlp.lang.changes` in shape: the same names for each language, "" for languages without a
lexicon; patterns for folded text without unbounded repetition. They are read all at once: a mail mixes languages.
"""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

from functools import cache

from nlp.lang import folded_pattern
from nlp.lang.change_signs import Table

# The money went. On the text as written, in small letters: without its accent "réglé" is the "règle" of "je règle".
GONE: Table = {
    "en": (r"sent|posted|paid|transferred|wired|went|gone|settled|remitted|debited|(?:is|are|was|all) done|put (?:through|in the post)",),
    "fr": (r"(?:post|vir|régl|pay|vers|sold|envoy|effectu|exécut|débit|ordonn|dépos|libér|transfér|mandat)ée?s?|partie?s?",),
    "de": (r"überwiesen|ueberwiesen|bezahlt|gezahlt|angewiesen|beglichen|abgebucht|rausgegangen|weg|abgeschickt|losgeschickt|abgegangen|eingeworfen|ging|gingen|(?:ist|sind|war|waren) (?:[^.!?\n]|(?<=\d)\.){0,40}\b(?:raus|draußen)",),
    "": (
        r"overgeschreven|overgemaakt|overgeboekt|betaald|voldaan|(?:pagat|bonificat|versat|saldat|inviat|dispost|eseguit|effettuat|partit)[oaie]|bonifico fatto",
        r"(?:pagad|transferid|enviad|abonad|hech|feit|efetuad|realizad)[oa]s?|(?:foi|foram|está|estão|já) pag[oa]s?|pagamos|pagámos|pagué|pagó|paguei|transferimos|hicimos",
        r"zapłac(?:on[eay]|iliśmy|iłem|iłam)|przela(?:n[eay]|liśmy|łem|łam)|opłacon[eay]|uregulowan[eay]|wykonaliśmy|wyszedł|wyszło|poszło|poszedł",
        r"betalt|betalte|overført|betald|betalat|betalade|överfört?|uhrazen[aoy]?|uhradili|uhradila?|zaplacen[aoy]?|zaplatili|odesláno|odeslali",
    ),
}  # fmt: skip
# Before a day: somebody wrote or called on it.
LETTERS: Table = {
    "en": (r"(?:e-?mail|letter|note|message|call|reminder|statement|mine|yours)s?",),
    "fr": (r"(?:courriel|mail|courrier|lettre|message|mot|appel|relance|releve)s?",),
    "de": (r"(?:schreibens?|briefs?|e-?mail|mail|nachricht|anrufs?|mahnung|zahlungserinnerung|erinnerung|auszugs?)",),
    "": (r"mail|e-?mail|brief|lettera|correo|carta|herinnering|sollecito|recordatorio",),
}  # fmt: skip
# An invoice or goods came, or are due: a day beside them is none of a payment.
RECEIVED: Table = {
    "en": (r"received|receive|got|arrived|came|dated|due|ordered|delivered|billed|charged|invoiced|collected|owe[ds]?|overdue",),
    "fr": (r"recue?s?|recevoir|arrivee?s?|datee?s?|echue?s?|echeance|commandee?s?|livree?s?|facturee?s?|retiree?s?|due?s?",),
    "de": (r"erhalten|bekommen|gekriegt|eingetroffen|angekommen|gekommen|kam(?:en)?|fallig|bestellt|geliefert|berechnet|abgeholt|datiert|schulden",),
    "": (
        r"ontvangen|gekregen|besteld|geleverd|ricevut\w|arrivat\w|scadut\w|ordinat\w|recibid\w{1,2}|recibimos|llego|vencid\w{1,2}|recebid\w{1,2}|recebemos|chegou",
        r"otrzym\w{1,6}|dostal\w{0,5}|przyszl\w{0,2}|modtag\w{1,4}|mottag\w{1,4}|fick|fik|fatt|faet|obdrzel\w{0,2}|dostali|prisl\w{1,2}|splatn\w{1,3}",
    ),
}  # fmt: skip
# Before the day of a document: which one is meant.
THIS_ONE: Table = {
    "en": (r"the ones?|that|those",), "fr": (r"celles?|ceux|celui",), "de": (r"die|diejenigen?|derjenigen|jene",),
    "": (r"die|quell[aeo]|la|aquell[ao]|ta",),
}  # fmt: skip
# Before a weekday: it lies behind.
SINCE: Table = {"en": ("since",), "fr": ("depuis",), "de": ("seit",), "": ("sinds|dal?|desde|od",)}
# The money will go, whatever stands beside it. On the text as written, too.
COMING: Table = {
    "en": (r"will|[a-z]{1,6}['’]ll|shall|going to|gets?|getting|to be|can be|is being|promised?",),
    "fr": (r"sera|seront|serons|serai|va|vont|vais|allons|doit|peut|promis|c'est promis|promets|juré",),
    "de": (r"wird|werde|werden|wirst|soll|sollte|sollen|kann|können|lasse|versprochen|versprech\w{0,2}|fest zugesagt",),
    "": (
        r"zal|zullen|wordt|worden|gaat|beloofd|sarà|saranno|verrà|promesso|será|serán|va a|serão|vai|prometido",
        r"zostan\w{1,3}|będzie|bliver|vil|kommer|blir|bude|budou",
    ),
}  # fmt: skip
# A document that is not paid now, or was paid before.
HELD: Table = {
    "en": (
        r"on hold|on ice|held (?:back|until|pending|over)|hold(?:ing)? (?:back|off|on|onto)|stays? (?:open|unpaid|put|where)|remains? (?:open|unpaid|on|outstanding)",
        r"(?:is|are|still|being|was|were) (?:\w{1,10} )?(?:disputed|blocked|pending|queried|parked|in query|under query)|(?:ha[sd]|have|'ll have|need|needs) to wait|can wait|must wait|wait(?:s|ing) (?:for|until|till|on)|(?<!day )(?<!days )(?<!week )(?<!weeks )(?<!month )(?<!months )(?<!fortnight )(?<!no )later|not yet",
        r"under (?:review|query|investigation)|still (?:checking|chasing|discussing|querying|waiting)|in dispute|another matter|(?:is|are|was|were|been|got) (?:already |long )?(?:paid|settled|cleared)|(?:still |as yet )?(?:unapproved|unsigned|uncleared)|(?:not|n't) (?:yet )?(?:been )?(?:approved|signed|released|passed|cleared)",
    ),
    "fr": (
        r"(?:est|sont|a ete|ont ete) (?:deja )?(?:paye|regle|vire|solde)e?s?|en attente|en suspens|en litige|bloquee?s?|retenues?|attendra|attendront|doit attendre|doivent attendre",
        r"(?:on|nous) en (?:repar|discut|parl)\w{1,6}|a revoir|on verra|(?<!jour )(?<!jours )(?<!semaine )(?<!semaines )(?<!mois )(?<!au )plus tard|ulterieurement|pas encore|reste(?:nt|ra|ront)? (?:a |en |bloque|ouvert|impaye|de cote)|mise? de cote|je (?:la |le )?garde|(?:est|sont) (?:deja )?(?:dans vos livres|chez vous|sur votre compte|encaissee?s?)|(?:pas|non) (?:encore )?(?:validee?s?|signee?s?|visee?s?|approuvee?s?)",
    ),
    "de": (
        r"(?:ist|sind|wurden?) (?:schon |bereits |langst )?(?:bezahlt|uberwiesen|beglichen|erledigt)|bleib(?:t|en)|zuruckgestellt|zuruckgehalten|zuruckbehalten|gesperrt|strittig|in klarung|geklart|klaren",
        r"(?:muss|mussen|mussten|kann|konnen|soll|lassen wir) (?:aber |noch |bitte )?(?:warten|ruhen)|wartet|wartend|ruht|(?<!tag )(?<!tage )(?<!woche )(?<!wochen )(?<!monat )(?<!monate )(?<!nicht )spater|noch nicht|erst (?:wenn|nach|nachdem)|halten wir (?:noch )?zuruck|reden wir|sprechen wir|(?:wird|werden|ist|sind) noch \w{0,12} ?(?:gepruft|besprochen|verhandelt)|noch nicht (?:gepruft|frei)\w{0,8}|(?:nicht|ungepruft|noch) (?:frei\w{0,8}|genehmigt|unterschrieben|gepruft|abgezeichnet)",
    ),
    "": (
        r"blijf(?:t|en)|wacht(?:en)?|nog niet|in sospeso|in attesa|rimane|rimangono|non ancora|piu tardi|queda[n]? pendientes?|en espera|pendientes? de|todavia no|mas tarde|fica[m]?|em espera|ainda nao|mais tarde",
        r"wstrzyman\w{1,2}|czeka\w{0,2}|jeszcze nie|pozniej|afventer|venter|ikke endnu|vantar|inte an|ceka|jeste ne",
    ),
}  # fmt: skip
# The same, if the day does not stand right behind it: "à l'échéance, le 26".
AT_DUE_DAY: Table = {
    "en": (r"(?:on|at|by) (?:its|the|their) due dates?|when (?:it's|it is|they're) due",),
    "fr": (r"a (?:l'|son |leur )?echeance",), "de": (r"(?:am|zum|zur|bei) falligkeit\w{0,8}",),
    "": (r"op de vervaldag|alla scadenza|al vencimiento|na data de vencimento|w terminie|till förfallodagen",),
}  # fmt: skip
# An objection that is no more.
SETTLED: Table = {
    "en": (r"(?:is|are|was|were|has been|have been|now|been|'s) (?:now |all )?(?:resolved|settled|sorted|cleared up|withdrawn|closed|lifted|explained|dealt with|fine|ok|okay)|no longer (?:disputed|contested|in dispute|on hold)|off hold|(?:withdraw|drop)(?:ping|n)? (?:my|our|the) (?:complaint|objection|dispute|query)|(?:do not|don't|won't) (?:dispute|contest|query)",),
    "fr": (r"(?:est|sont|a ete|ont ete) (?:maintenant |desormais |donc )?(?:levee?s?|closes?|resolue?s?|reglee?s? avec|debloquee?s?|reglee?s? entre|tranchee?s?)|(?:ne|n'est|n'est) .{0,12}plus (?:en litige|conteste\w{0,2}|bloque\w{0,2})|(?:litige|blocage) (?:leve|clos|termine)|ne (?:la |le |les )?conteste (?:pas|plus)",),
    "de": (r"(?:ist|sind|hat sich|haben sich|war|wurde) .{0,24}(?:geklart|erledigt|ausgeraumt|aufgeklart|vom tisch|zuruckgenommen|bereinigt|gelost|freigegeben)|nicht (?:mehr|langer) (?:strittig|gesperrt|bestritten|beanstandet)|reklamation (?:ist |hat sich )?(?:erledigt|zuruck)",),
    "": (r"opgelost|afgehandeld|risolt[ao]|chius[ao]|resuelt[ao]|resolvid[ao]|wyjasnion[aey]|aclarad[ao]",),
}  # fmt: skip
# Between a part and the whole that it was paid of.
PART_OF: Table = {
    "en": (r"of|off|out of|from|on|against|towards?",),
    "fr": (r"de|du|des|d'|sur|pour",),
    "de": (r"von|vom|auf|aus|fur|zu",),
    "": (r"van|op|di|della|su|de|da|z|ze|af|pa|av",),
}  # fmt: skip
# Money or goods on their way, whatever stands before the word.
MOVES: Table = {
    "en": (r"goes|follows|comes|leaves|going|coming|to follow",),
    "fr": (r"part|partent|suit|suivent|arrive|arrivent|passe|passent|partira|suivra|viendra",),
    "de": (r"kommt|kommen|folgt|folgen|geht|gehen|zahlen wir|zahle ich|uberweisen wir|uberweise ich",),
    "": (r"gaat|gaan|komt|volgt|parte|partono|segue|arriva|sale|salen|sigue|sai|idzie|pojdzie|kommer|folger|prijde",),
}  # fmt: skip
# Something comes, money or not.
GOES: Table = {
    "en": (
        r"(?:it|that|they|those|payment|money|cheque|transfer|one) (?:goes|go|leaves?|is going|are going|will|gets|follows?|comes|is coming|'ll|should|lands)|i'll (?:do|send|drop|post|sort|pay|settle)|i'm (?:releasing|sending|paying|doing|sorting)",
        r"you'll (?:have|get|see)|you will (?:have|get|see)|goes (?:out|off)|going out|gets paid|lined up|scheduled|set up",
    ),
    "fr": (
        r"(?:ca|cela|tout|elles?|ils?|celle-ci|le reste) (?:part|partira|partiront|partent|suit|suivra|suivront|arrive|arrivera|passe|sera)|(?:je|on|nous) (?:vous |la |le |les )?(?:fais|fait|faisons|mets|met|mettons|lance|passe|programme|prevois|prevoit) (?:ca|le virement|le necessaire|le cheque|en paiement|un virement|tout)",
        r"vous (?:aurez|l'aurez|les aurez|recevrez)|programmee?s?|prevue?s?|signera\w{0,2}|ordre de paiement",
    ),
    "de": (
        r"(?:geht|gehen|kommt|kommen|folgt|folgen|lauft|laufen|fliesst) .{0,24}(?:raus|weg|mit|ruber|los|dazu|dran|an sie)|(?:es|das|die|sie|geld|betrag|uberweisung) (?:geht|gehen|kommt|kommen|folgt|folgen)",
        r"(?:haben|kriegen|bekommen) (?:sie|s'|ihr) (?:es|das|die|ihr|euer)|mach(?:e|en)? (?:ich|wir)|eingeplant|geb(?:e|en) (?:ich|wir)\b.{0,30}\bfrei",
    ),
    "": (r"gaat|komt|volgt|staat klaar|parte|partira|uscira|arrivera|sale|saldra|saldran|sai|segue|pojdzie|wyjdzie|zaplacimy|zrobimy",),
}  # fmt: skip
# A document is paid together with those named before.
TOO: Table = {
    "en": (r"too|also|as well|at the same time|same time|along with (?:it|that|them)|in the same (?:go|run|batch)|with it",),
    "fr": (r"aussi|egalement|en meme temps|dans la foulee|du meme coup|par la meme occasion|dans le meme (?:lot|virement)|avec|pareil",),
    "de": (r"auch|ebenfalls|gleich mit|mit dazu|mit dabei|gleichzeitig|zugleich|im (?:gleichen|selben) (?:zug|lauf|aufwasch)",),
    "": (r"ook|tegelijk|anche|insieme|tambien|tambem|juntamente|rowniez|tez|takze|ogsa|ocksa|take",),
}  # fmt: skip
TOGETHER_WITH: Table = {
    "en": (r"(?:together|along|in one go) with|at the same time as|in (?:one|the same) (?:go|run) (?:with|as)",),
    "fr": (r"ensemble avec|en meme temps que|ainsi que",),
    "de": (r"zusammen mit|gemeinsam mit|mitsamt|gleichzeitig mit",),
    "": (r"samen met|tegelijk met|insieme (?:a|al|alla|con)|junto con|juntamente com|razem z",),
}  # fmt: skip
DENIED: Table = {
    "en": (r"(?:can)?not(?! later)|\w{2,6}n't|never|no(?! later)",), "fr": (r"pas(?! plus tard)|jamais|aucune?|rien",),
    "de": (r"nicht(?! (?:später|erst))|nie|keine?[nrms]?",),
    "": ("niet|geen|non|nie|nao|ikke|inte|ne",),
}  # fmt: skip
# Before a document that is left out; up to three words may stand between.
BUT_FOR: Table = {
    "en": (r"except(?:ing| for)?|apart from|excluding|other than|bar|but not|not the|without|save for",),
    "fr": (r"sauf|hors|hormis|excepte|a l'exception d[eu]|a part|sans",),
    "de": (r"ausser|ausgenommen|bis auf|ohne|nicht (?:aber )?(?:die|der|den)",),
    "": (r"behalve|uitgezonderd|zonder|tranne|eccetto|salvo|esclus[ao]|excepto|menos|oprocz|poza|undtagen|utom|krome",),
}  # fmt: skip
# Directly before a document that was paid before the others: "after the 322 I pay the other two".
AFTER: Table = {
    "en": (r"after (?:the )?",), "fr": (r"apres (?:la |le |les )",), "de": (r"nach (?:der|dem|den) ",),
    "": (r"na de |dopo la |despues de la |depois da ",),
}  # fmt: skip
# Before a weekday that is the one after the day just named: "back on the 12th, sent on the Tuesday".
THAT_WEEKDAY: Table = {"en": (r"the",), "fr": (), "de": (), "": ()}
AND: Table = {"en": ("and",), "fr": ("et",), "de": ("und",), "": ("y|e|en|i|og|och",)}
# Between two days that are not the same one: what begins the second.
NEXT_CLAUSE: Table = {
    "en": (r"then|so|but|and",), "fr": (r"puis|donc|alors|mais|et",), "de": (r"dann|daher|aber|und|sondern",),
    "": (r"dus|maar|quindi|pero|luego|y|e|en|i|og|och",),
}  # fmt: skip
# The second of two documents, beside one that was named before.
OTHER_ONE: Table = {
    "en": (r"the other(?: one)?",), "fr": (r"l[' ]autre|la seconde|le second",), "de": (r"(?:die|der|den|das) andere\w?",),
    "": (r"de andere|l'altr[ao]|la otra|el otro|a outra|den anden|den andra",),
}  # fmt: skip
# A day of something else: somebody is away, waits for other money, meets.
AWAY: Table = {
    "en": (
        r"(?:away|closed|shut|on (?:holiday|leave)|back (?:on|from)|reopen\w{0,2}|meets?|meeting|audit|wedding|our (?:client|customer)|customer pays|we get paid|expect(?:ing)?|waiting (?:for|on))",
    ),
    "fr": (
        r"(?:absente?s?|en conges?|en vacances|fermee?s?|ferme|de retour|rouvre|rouvrons|reunion|se reunit|conseil|notre client|j'attends|nous attendons|encaisse\w{0,3}|en deplacement)",
    ),
    "de": (
        r"(?:urlaub|abwesend|unterwegs|geschlossen|zuruck|wieder da|sitzung|tagt|premiere|unser kunde|erwarte\w{0,2}|warten auf|bekommen wir|kriegen wir|betriebsferien|auf montage|umstellung|machen wir (?:zu|dicht|blau|urlaub|ferien)|haben wir (?:zu|geschlossen|ruhetag|betriebsruhe)|ruhetag)",
    ),
    "": (r"(?:afwezig|met vakantie|gesloten|terug|in ferie|chiuso|de vacaciones|cerrado|de ferias|urlop\w{0,2})",),
}  # fmt: skip
# The money of a payment that was made is there: beside the day on which it should be.
ARRIVES: Table = {
    "en": (
        r"should (?:have|see|get|be|show|reach|land|arrive|hit)|ought to (?:have|be|reach)|(?:has|have) not (?:reached|arrived)|reach(?:es|ed)? you|lands?|arriv\w{1,3}|in your account|with you (?:by|on)|you'll (?:have|see)",
    ),
    "fr": (
        r"devri?ez|devraient|devrait|verrez|recevrez|arriver\w{0,4}|arrivera|sera chez vous|sur votre compte|chez vous|creditee?s?",
    ),
    "de": (
        r"sollten?|mussten?|durften?|ankommen|eintreffen|gutgeschrieben|gutschrift|bei (?:ihnen|euch|dir)|da sein|drauf sein|sehen sie|haben sie",
    ),
    "": (r"dovre\w{2,5}|arriver\w{1,4}|deberi\w{1,4}|deveri\w{1,3}|zou(?:den)?|powin\w{1,5}|mel[ay] by|bor(?:de)?|skulle",),
}  # fmt: skip
# Goods that come or go: a day beside them may be theirs.
GOODS: Table = {
    "en": (
        r"deliver\w{0,4}|goods|shipments?|shipped|consignments?|pallets?|parcels?|cartons?|boxes|trucks?|lorr(?:y|ies)|driver|collect\w{0,3}|pick(?:ed)? up|dispatch\w{0,2}|install\w{0,6}|replacements?|unload\w{0,3}|returns?|returned",
    ),
    "fr": (
        r"livr\w{1,8}|marchandises?|expedi\w{1,6}|palettes?|colis|cartons?|camions?|chauffeurs?|enlev\w{1,6}|receptionn\w{1,4}|install\w{1,7}|remplacements?|retours?|retourn\w{1,3}",
    ),
    "de": (
        r"\w{0,12}liefer\w{0,8}|ersatz\w{0,9}|ware|waren|sendung(?:en)?|palette\w?|paket\w{0,2}|kartons?|lkw|fahrer|abhol\w{0,5}|abgeholt|versand\w{0,4}|verschick\w{1,3}|montage|montier\w{1,3}|retoure?\w{0,2}",
    ),
    "": (
        r"gelever\w{1,2}|lever(?:ing|en|t)|goederen|zending(?:en)?|consegn\w{1,5}|merc[ei]|spedi\w{1,6}|entreg\w{1,5}|mercanc\w{1,3}|mercador\w{1,4}|envios?",
        r"dostaw\w{0,3}|dostarcz\w{1,6}|towar\w{0,3}|przesyl\w{1,3}|doda\w{1,6}|zbozi|zasilk\w|leverans\w{0,2}|leverer\w{0,2}|levering\w{0,2}|varer(?:ne)?|varorna|pakke\w{0,2}",
    ),
}  # fmt: skip


@cache
def words(*tables: str) -> str:
    """An expression for the words of all languages in these tables, for folded text."""
    return "|".join(folded_pattern(row) for name in tables for rows in globals()[name].values() for row in rows)


@cache
def written(table: str) -> str:
    """The same for text as it is written, in small letters."""
    return "|".join(row for rows in globals()[table].values() for row in rows)
