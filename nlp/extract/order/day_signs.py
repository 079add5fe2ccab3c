"""What stands beside a day in an order and says whether goods are wanted on it, in the languages that customers write."""

# ruff: noqa: E501  # a pattern is one line

from __future__ import annotations

import re

from nlp.extract.article_words import MEASURES

# Said before or inside the words for the day, in the languages that customers write.
UNTIL = re.compile(
    r"(?<!\w)(?:by|before|until|till|no later than|latest|bis|spatestens|vor|avant|d'ici(?: au?)?|pour|au plus tard|limite|uiterlijk|voor|tegen|entro|per|antes del?|para|ate|do|na|"
    r"senast|senest|pa|on|for|am|zum|fur|le|il|el|op|wanted|needed?|required|due)(?: (?:the|le|el|il|den|dem|zum|a|at|am|spatestens|au|latest|matin|o|dia))*(?: [^\W\d_]{4,11},?)?[ ]{0,2}$"
)
# Points back to a day named before it.
THEN = re.compile(
    r"(?<!\w)(?:d'ici la|d'ici cette date|avant cette date|bis dahin|bis dann|davor|vorher|by then|before then|by that (?:day|date)|before that (?:day|date)|entro allora|per allora|para entonces|antes de esa fecha|tegen dan|voor die tijd|do tego czasu|innan dess|inden da)(?!\w)"
)
FIRM = re.compile(
    r"(?<!\w)(?:by|before|no later than|latest|bis|(?:aller)?spatestens|au pire|at worst|in time for|rechtzeitig (?:zum|fur)|avant|d'ici(?: au?)?|au plus tard|uiterlijk|entro|antes del?|senast|needed|required|wanted|here by)(?!\w)[^.\n]{0,14}$"
)
_PART_OF_DAY = r"(?:(?:early |late |frueh|fruh)?(?:morning|afternoon|evening|noon|lunchtime|first thing|a\.?m\.?|p\.?m\.?|vormittags?|nachmittags?|mittags?|fruh|abends?|morgens?|matin|apres-midi|midi|soir|ochtend|middag|mattina|mattino|pomeriggio|manana|tarde|rano)\W{1,2})?"
AFTER = re.compile(
    rf"\W{{0,3}}{_PART_OF_DAY}"
    r"(?:au plus tard|at the (?:very |absolute )?latest|(?:aller)?spatestens|dernier delai|grand max|maxi?|if (?:poss|at all)|si possible|si puede|se puder|wenn (?:es )?(?:moglich|geht)|se possibile|als het kan|si es posible|latest|"
    r"(?:(?:is|are|would be|would|will be|could be|ist|ware|est|serait|sera|ce serait|c'est|va|is prima|esta|sarebbe|seria|zou) )?(?:will do|super|top|ideal\w?|schon|toll|klasse|spitze|perfekt|optimal|wunderbar|fein|genial|geniale|impeccable|l'ideal|formidable|lovely|brilliant|fab|fabulous|ideal|best|preferred|suit us|suit|be (?:great|perfect|ideal|fine|lovely|good)|perfetto|ottimo|fijn|perfekt|idealnie|would do|does it|suits?|works|grand|fine|ok|okay|good|great|perfect|soon enough|early enough|enough|reicht|langt|langet|genugt|passt|in ordnung|recht|suffit|suffira|ira|irait|conviendra|convient|nous va|parfait|nickel|bien|va bene|basta|prima|volstaat|esta bien)(?!\w))"
)
DENIED = re.compile(
    r"(?<!\w)(?:heute als|gestern als|today than|yesterday than|aujourd'hui que|hier que|vandaag dan|gisteren dan|oggi che|hoy que)[ ]$|"  # as soon as can be
    r"(?<!\w)(?:not(?: on| before)?|nicht(?: am| vor)?|pas(?: le| avant)?|just not|ausser|sauf|except|niet)[ ]{1,2}(?:\w{1,4}[ ])?$"
)
EVENT = re.compile(
    r"(?<!\w)(?:du|of|vom|von|depuis|seit|since|ab|from|des|a compter|as of|effective|where|mariage du|am (?:geburtstag)|dated|d\.d\.)[ ](?:le |the |dem |the |du |l')?$"
)
OWED = re.compile(
    r"(?<!\w)(?:due (?:on|date|for)|falls due|payable|fallig\w{0,3}|zahlbar|echeance|echue?s?|a (?:payer|regler)|exigible|scad\w{1,6}|vencimiento|vervaldatum|termin platnosci)(?!\w)"
)
REFUSED = re.compile(
    r"(?<!\w)(?:not before|not on|nicht (?:vor|am|ab)|pas (?:avant|le)|niet (?:voor|op)|just not|ausser|sauf|except)(?!\w)"
)
CLOSED = re.compile(
    r"(?<!\w)(?:urlaub|betriebsurlaub|betriebsferien|ferien|geschlossen|feiertag|inventur|closed|holidays?|shut|leave|stocktake|fermes?|fermeture|conges?|vacances|ferie|inventaire|gesloten|chius\w|cerrad\w)(?!\w)"
)
# In a clause with a day: somebody is not there, or a place is not open, on it.
ABSENT = re.compile(
    r"(?<!\w)(?:absente?s?|abwesend|(?:am|is|are|be|i'm|he's|she's|we're|will be) (?:all )?(?:off|away|out|not (?:in|here|there))|out of (?:the )?office|nobody|no one|noone|niemand|keiner|personne|nicht (?:da|besetzt|im haus|erreichbar)|"
    r"dienstreise|krank|ausser haus|unbesetzt|pas la|en deplacement|afwezig|dicht|zamkniet\w|stangt|lukket|assente|fuori ufficio)(?!\w)|(?<!\w)(?:haben|hat|ist|sind|bleibt|bleiben|machen)(?: \w{1,9}){0,3} (?:zu|dicht)(?= ?[.,;!)]| ?$| (?:am|ab|vom|bis|von)(?!\w))"
)
# ... something is told of it that is over: a talk, a call, a delivery that one gives thanks for.
TOLD = re.compile(
    r"(?<!\w)(?:telefoniert|gesprochen|besprochen|angerufen|kennengelernt|spoke|spoken|talked|chatted|rang|phoned|met|discussed|parle|discute|eu au telephone|au telephone|appele|rencontree?s?|"
    r"parlato|hablado|gesproken|gebeld|rozmawial\w{1,3})(?!\w)|(?<!\w)(?:thanks|thank you|many thanks|cheers|merci|danke|(?:vielen|herzlichen|besten) dank|grazie|gracias|bedankt)(?: \w{1,7})? (?:for (?:the|your|all|that)|pour (?:la|le|les|votre|vos|cette)|fur (?:die|den|das|ihre\w?|eure\w?)|per (?:la|il)|por (?:la|el)|voor (?:de|het))(?!\w)"
)
# ... an answer, a confirmation or a price is asked for by then, and not the goods.
ANSWERED = re.compile(
    r"(?<!\w)(?:confirm\w{0,7}|acknowledg\w{1,6}|reply|replies|respond|answer|let (?:me|us) know|get back to|give (?:me|us) a (?:call|ring|shout)|call me|ring me|quote|bestatig\w{0,4}|auftragsbestatigung|bescheid|ruckmeld\w{1,4}|ruckruf|antwort\w{0,3}|"
    r"melden|meldet|meld dich|angebot\w{0,2}|preisauskunft|confirme\w{0,3}|confirmation|reponse|repondre|repondez|retour|devis|rappele[rz]|prevenir|prevenez|dites-(?:moi|nous)|budget\w{0,8}|haushalts\w{1,8}|"
    r"conferm\w{1,5}|rispost\w{1,3}|confirm\w{1,5}|respuesta|bevestig\w{1,4}|potwierdz\w{1,5}|price by|prices by|prix)(?!\w)"
)
# Behind a day: another one is as good.
OR_ANOTHER = re.compile(
    r"[ ,]{0,2}(?:oder|or|ou|/|bzw\.?|of|o|albo|eller)[ ,]{1,2}(?:if not,? |sonst |sinon |am |den |the |le |on |el |il )?\d{1,2}(?:\.|st|nd|rd|th)?(?![\w:]|[.,]\d| ?(?:h|uhr|am|pm))"
    r"|[ ,(]{0,3}(?:der |le )?(?:egal welcher tag|(?:welcher )?tag (?:ist )?egal|any day|whichever day|whatever day|n'importe quel jour|peu importe le jour|jour indifferent|un giorno qualsiasi|cualquier dia|maakt niet uit welke dag)(?!\w)"
)
# Before a day: it is one end of a span in which any other day is as good.
SPAN = re.compile(
    r"(?<!\w)(?:zwischen|between|entre|tussen|tra(?= (?:il|l))|miedzy)(?!\w)(?: (?:dem|the|le|el|il|de|den))?(?: ?\S{1,12}){0,3} ?$"
    r"|\d{1,2}(?:\.|st|nd|rd|th)?[ ,]{1,2}(?:oder|or|ou|bzw\.?|of|o|albo|eller)[ ,]{1,2}(?:if not,? |sonst |sinon )?(?:am |den |the |le |on |el |il )?$"
)
# Between two weekdays: a span of them, or one as good as the other.
SPANNING = re.compile(
    r"[ ]?(?:to|till|until|through|thru|or|bis|oder|au|ou|a|al|o|of|t/m|tot|tot en met|do|lub|ate|-|–|/)(?: (?:the|zum|am|den|le|el|il))?[ ]?"
)
# In a sentence with a day: that day is early enough.
ENOUGH = re.compile(
    r"(?<!\w)(?:reicht(?:'s| es)?|genugt|langt|suffit|suffira|suffirait|(?:will|would|'ll|'d) (?:do|be fine|suit|be early enough)|(?:soon|early) enough|no rush|no hurry|eilt nicht|keine eile|pas presse\w{0,2}|"
    r"rien ne presse|basta|volstaat|wystarczy|racker)(?!\w)"
)
# In a question: whether goods can come on a day.
COMING = re.compile(
    r"(?<!\w)(?:drop\w{0,4}|bring\w{0,3}|vorbei\w{0,9}|herkommen|kommen|komm\w?|be (?:here|there|with us|on site)|get (?:it|them|this|that|these|those|here)|arrive\w{0,2}|comes?|have (?:it|them|this|that|these|those)|"
    r"passer\w{0,3}|apporter|amener|deposer|ramener|portare|passare|traer|pasar|brengen|langskomen|przywiezc|dowiezc|komma|levere\w{0,2}|leveran\w{0,2})(?!\w)"
)
# How a sentence begins that tells of somebody or something: "The office moves on 21 September".
SUBJECT = re.compile(
    r"\W{0,4}(?:the|our|my|his|her|their|this|that|i|i'm|i've|he|she|they|we're|we've|das|der|die|unser\w{0,2}|mein\w{0,2}|ihr\w{0,2}|ich|er|sie|man|es|frau|herr|herrn|la|le|les|l'|notre|nos|votre|vos|mon|ma|mes|son|sa|"
    r"je|j'|j'ai|il|elle|elles|ils|on|mme|mr|mrs|madame|monsieur|vous|in|im|bei uns|chez nous|suite|bezug|concerne|betreff)(?![\w.])"
)
DIGIT = re.compile(r"\d")
POSSIBLE = re.compile(
    r"(?<!\w)(?:konnt?e?n?|kann|ginge|geht|moglich|schaff\w{1,3}|klappt|possible|pouvez|pourriez|peut|peux|could|can|would|okay|ok|stimmt|passt|va bene|possibile|puede|pode|kan|kunnen|czy)(?!\w)"
)
SENT_OFF = re.compile(
    r"(?<!\w)(?:raus|rausschick\w{1,3}|losschick\w{1,3}|verschick\w{1,3}|versend\w{1,3}|ausliefer\w{1,3}|liefer\w{1,3}|kurier|express|eil\w{0,8}|expedi\w{1,4}|livr\w{1,6}|coursier|urgent\w{0,3}|"
    r"ship\w{0,4}|dispatch\w{0,3}|deliver\w{0,4}|courier|get (?:it|them|this) out|out today|spedi\w{1,5}|enviar|envio|verzend\w{0,3}|wysl\w{1,4}|skicka\w{0,2})(?!\w)"
)
PICKED = re.compile(
    r"(?<!\w)(?:(?:passer?|passons|passera|passerai|passerons|venir|viens|vient|viendrai|venons)(?: \w{1,6}){0,2} (?:prendre|chercher|recuperer|retirer)|enlevement|retrait|abhol\w{2,4}|hol(?:en?|t)? \w{0,12} ?ab|"
    r"pick(?:ed|ing)? \w{0,6} ?up|collect(?:ed|ing|ion)?|ritir\w{1,5}|recog\w{2,5}|levantar|afhal\w{2,4}|odbior\w{0,3}|odbierz\w{1,4}|hamtar?|henter?|collects|fetch\w{0,3}|hol\w{0,3} (?:\w{1,12} ){0,4}ab|dostaw\w{0,3}|entreg\w{1,4}|consegn\w{1,4}|levering|leverans\w{0,2}|bezorg\w{0,3}|aflever\w{0,2})(?!\w)"
)
SAID_NEARER = re.compile(r"[ ,:;(–-]{1,3}(?:[^\W\d_]{2,12}[ ,]{1,2}){0,3}")
NO_DAY = re.compile(
    rf"[ ]?(?:{'|'.join(sorted(map(re.escape, MEASURES), key=len, reverse=True))}|etage|uhr|h|am|pm|o'clock|heures?|floor|stock|ward|trimestre|lage|packs?|box(?:es)?|x|%)(?!\w)"
)

NEEDED = re.compile(
    r"(?<!\w)(?:muss|mussen|musst\w|soll\w{0,3}|must|has to|have to|doit|doivent|devra\w{0,3}|moet\w{0,2}|deve|devono|debe\w?|tiene\w? que|musi|maste|skal|si possible|if possible|idealement|ideally|am besten|am liebsten|moglichst|de preference|preferably|"
    r"need\w{0,2}|require\w?|besoin|faut|faudrait|brauch\w{0,4}|benotig\w{1,3}|bestell\w{1,4}|hatten? (?:wir|ich)|gern\w?|bitte|please|svp|s'il (?:vous|te) plait|merci de|nodig|graag|serv\w{1,5}|"
    r"potrzeb\w{1,6}|prosz\w{1,3}|necesit\w{1,4}|precis\w{1,4}|behov\w{0,3}|gerne|tack|asap|urgent|prevoir|prevoyez|peut-on|puis-je|can (?:we|i|you)|could (?:we|i|you))(?!\w)"
)
PAID = re.compile(
    r"(?<!\w)(?:be?zahl\w{0,3}|uberwies\w{0,2}|uberweis\w{1,4}|angewiesen|begleich\w{1,3}|paid|pay|pays|paying|payment|transfer\w{0,4}|payee?s?|paye[rz]|paiera|paierons|paiement|regle\w{0,4}|reglement|"
    r"vers(?:e|ons|er|erai|erons|ement)|virement|viree?s?|solde|betaal\w{0,2}|betalen|betaling|bonific\w{1,3}|pag\w{2,5}|zaplac\w{1,4}|betala\w?|saldo|zahlung\w{0,2})(?!\w)"
)
GREETED = re.compile(
    r"(?:^|\n)\s{0,3}(?:guten )?morgen\s{0,2}(?:[,!.]|\n|$|(?:zusammen|allerseits|miteinander|liebe\w?|lieber|herr|frau|an alle|ihr|leute|team)(?!\w))"
)
# Right behind a weekday: a span of days on which a place is open, and its hours.
TO_WEEKDAY = re.compile(r"\.?[ ]?[-–/][ ]?[a-z]{2,10}(?![a-z])")
WITH_HOURS = re.compile(r"\.?[ ,:]{0,3}\d{1,2}(?:[:.h]\d{0,2})?[ ]?(?:am|uhr|h)?[ ]?(?:-|–|to|bis|a|until)[ ]?\d")
# Right behind a day: nobody is there on it.
SHUT = re.compile(
    r"[ ](?:(?:ist|sind|haben|hat|wir|we are|we're|is|on|nous|c'est|est|sommes|leider|auch) ){0,3}(?:zu|dicht|geschlossen|closed|shut|ferme)(?=[ ]?[.,;!)\n]|$)"
)
