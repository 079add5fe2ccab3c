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
FIRM = re.compile(
    r"(?<!\w)(?:by|before|no later than|latest|bis|spatestens|avant|d'ici(?: au?)?|au plus tard|uiterlijk|entro|antes del?|senast|needed|required|wanted|here by)(?!\w)[^.\n]{0,14}$"
)
AFTER = re.compile(
    r"\W{0,3}(?:au plus tard|at the latest|spatestens|grand max|maxi?|if (?:poss|at all)|si possible|si puede|se puder|wenn (?:es )?(?:moglich|geht)|se possibile|als het kan|si es posible|latest|"
    r"(?:(?:is|are|would be|will be|ist|ware|est|serait|sera|c'est|va|is prima|esta) )?(?:will do|would do|does it|suits?|works|grand|fine|ok|okay|good|great|perfect|soon enough|early enough|enough|reicht|langt|langet|genugt|passt|in ordnung|recht|suffit|suffira|ira|irait|conviendra|convient|nous va|parfait|nickel|bien|va bene|basta|prima|volstaat|esta bien)(?!\w))"
)
DENIED = re.compile(
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
    r"pick(?:ed|ing)? \w{0,6} ?up|collect(?:ed|ing|ion)?|ritir\w{1,5}|recog\w{2,5}|levantar|afhal\w{2,4}|odbior\w{0,3}|odbierz\w{1,4}|hamtar?|henter?)(?!\w)"
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
