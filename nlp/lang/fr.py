"""French: words and phrases of order-to-cash mail."""

# ruff: noqa: E501  # a pattern is one line of a table

DECIMAL = ","
MONTHS = {
    "janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8, "septembre": 9,
    "octobre": 10, "novembre": 11, "décembre": 12, "janv": 1, "jan": 1, "févr": 2, "fév": 2, "avr": 4, "juil": 7,
    "sept": 9, "oct": 10, "nov": 11, "déc": 12,
}  # fmt: skip
WEEKDAYS = {
    "lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6,
}  # fmt: skip
# Shortened, only behind a word that leads a day: "mer" and "mar" are words too.
WEEKDAYS |= {
    f"{word} {day}": number
    for word in ("pour", "avant", "d'ici", "livraison", "au plus tard", "pour le", "avant le")
    for number, day in enumerate(("lun", "mar", "mer", "jeu", "ven", "sam", "dim"))
}
RELATIVE_DAYS = {
    "aujourd'hui": 0, "aujourdhui": 0, "aujourd hui": 0, "ce jour": 0, "ce matin": 0, "ce midi": 0, "cet après-midi": 0, "ce soir": 0, "hier soir": -1, "hier matin": -1, "demain": 1, "après-demain": 2, "hier": -1, "avant-hier": -2,
}  # fmt: skip
NUMBER_WORDS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "une douzaine": 12,
}  # fmt: skip
DAY_ORDINALS = {
    "premier": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "douze": 12, "quinze": 15,
    "vingt": 20, "trente": 30,
}  # fmt: skip
DAY_UNITS = {"jour": 1, "jours": 1, "semaine": 7, "semaines": 7, "quinzaine": 15, "mois": 30}
END_OF = (
    "fin", "la fin", "fin de", "fin du", "à la fin de", "à la fin du", "la fin de", "en fin de", "le dernier jour de", "le dernier jour d'",
    "dernier jour de", "le dernier jour du", "dernier jour du", "fin d'",
)  # fmt: skip
MIDDLE_OF = ("mi", "mi-", "mi -", "milieu", "milieu de", "milieu du", "au milieu de")
START_OF = ("début", "le début de", "début de", "début du", "au début de", "courant début", "tout début")
THIS_MONTH = ("mois", "de mois", "du mois", "ce mois")
END_OF_MONTH = ("fin du mois", "fin de mois", "le dernier jour du mois", "dernier jour du mois")
WEEK_WORDS = ("semaine", "sem", "sem.", "s")
WEEK_PHRASES = {
    "semaine prochaine": 1, "la semaine prochaine": 1, "l'autre semaine": 1, "la semaine suivante": 1,
    "la semaine qui vient": 1, "cette semaine": 0, "semaine": 0, "la semaine": 0, "dans deux semaines": 2,
}  # fmt: skip
MONTH_PHRASES = {
    "mois prochain": 1, "du mois prochain": 1, "le mois prochain": 1, "du mois suivant": 1, "du mois qui vient": 1,
    "ce mois": 0, "de ce mois": 0, "du mois": 0, "de mois": 0, "du mois en cours": 0,
}  # fmt: skip
WEEKDAY_SHIFTS = {
    "en huit": 7,
    "en quinze": 14,
    "dans une semaine": 7,
    "dans deux semaines": 14,
    "dans quinze jours": 14,
    "dans huit jours": 7,
    "dans 8 jours": 7,
    "dans 15 jours": 14,
}
NEXT_DAY = ("le lendemain", "lendemain", "le jour suivant", "le jour d'après")
PREVIOUS_DAY = ("la veille", "le jour d'avant", "le jour précédent", "veille au soir")
EARLIER_DAY_WORDS = ("d'avant", "avant", "précédent", "qui précède")
LATER_WORDS = ("plus tard", "après", "suivant", "suivante", "d'après")
WORKING_DAYS = ("jours ouvrés", "jour ouvré", "jours ouvrables", "jours ouvres")
LAST_WORDS = ("dernier", "passé", "de la semaine dernière")
WITHIN = ("sous", "dans", "d'ici", "dans les")
DAY_PREPOSITIONS = ("le", "au", "du", "avant le", "jusqu'au", "pour le", "depuis le")
INVOICE_WORDS = ("facture", "factures", "fact", "fact.", "fac", "fa", "votre facture", "pièce")
CREDIT_NOTE_WORDS = ("avoir", "avoirs", "note de crédit", "notes de crédit")
LOOSE_WORDS = ("pour", "pour la", "la", "les", "votre", "vos", "de la", "numéro", "n°")
NUMBER_SIGNS = ("n°", "no", "nº", "numéro", "numéros", "num", "nos", "n", "réf", "réf.", "n° :")
LIST_WORDS = ("et", "ou", "ainsi que")
FURTHER_WORDS = (
    "et", "aussi", "par ailleurs", "d'ailleurs", "en outre", "de plus", "au passage", "en passant", "au fait", "sinon",
    "pis", "puis", "également", "autre chose", "autre point", "pour", "quant à", "quant aux", "concernant", "enfin",
    "deuxièmement", "d'autre part", "j'en profite", "nous en profitons", "on en profite", "petite question", "ps", "p.s",
    "à propos", "dans la foulée", "accessoirement", "notez", "en même temps", "tant que j'y suis", "tant qu'on y est",
)  # fmt: skip
ORDER_WORDS = (
    "sous la référence", "sous référence", "commande suivante sous la référence",
    "bon de commande", "commande", "cde", "bc", "bdc", "b.c.", "bon de commande n°", "commande n°", "n° de commande",
    "numéro de commande", "n° commande", "n° bc", "notre commande", "notre référence", "votre commande", "notre réf",
    "réf. commande", "référence commande", "n° d'engagement", "numéro d'engagement", "réf. client", "commande client",
)  # fmt: skip
ORDER_DATE_WORDS = (
    "date de commande",
    "date commande",
    "date du bon",
    "date",
    "émise le",
    "émis le",
    "commande du",
    "passée le",
    "établi le",
)
DELIVERY_DATE_WORDS = (
    "date de livraison", "livraison souhaitée", "livraison demandée", "livraison", "livrer", "livrable", "à livrer",
    "livré", "livrés", "livrées", "délai", "date souhaitée", "pour le", "date de livraison souhaitée", "mise à disposition",
    "besoin pour", "livraison prévue", "livraison au plus tard", "échéance de livraison", "délai souhaité", "livr.",
)  # fmt: skip
PAYMENT_DATE_WORDS = (
    "date du dépôt", "date de dépôt", "dépôt du", "dépôt direct du", "date de transfert", "date du transfert", "date de l'opération", "date d'opération", "date de débit", "date de mise en paiement", "date d'envoi", "réglé le", "versé le", "exécuté le", "effectué le", "déposé le", "ordre du", "ordre de paiement du", "ordre de virement du",
    "date de paiement", "date du virement", "date de valeur", "date de règlement", "date du paiement", "virement du",
    "date d'exécution", "valeur", "exécution", "mise en paiement du", "payé le", "règlement du", "date", "viré le", "paiement du", "émis le", "date valeur", "date d'émission", "crédité le", "débité le", "compte crédité le",
)  # fmt: skip
PAYMENT_REFERENCE_WORDS = (
    "cf.", "cf", "n° de dépôt", "dépôt direct n°", "confirmation de dépôt",
    "libellé du virement", "motif du virement", "intitulé", "réf. du virement", "réf. du paiement", "réf. de virement", "réf. de paiement", "référence de virement", "sous le n°", "sous le libellé", "avec la mention", "réf. bancaire", "référence bancaire",
    "référence du paiement", "référence de paiement", "référence du virement", "réf. virement", "référence virement",
    "réf. paiement", "notre référence", "n° de virement", "n° virement", "référence", "réf.", "n/réf", "n° d'avis",
    "avis n°", "bordereau n°", "n° de bordereau", "bordereau", "sous la référence", "n° de paiement", "libellé",
    "communication", "communication structurée", "confirmation", "n° de confirmation", "no d'ordre", "n° d'opération", "n° de mandat", "motif", "référence sepa", "référence de bout en bout", "réf. de bout en bout", "n° de transaction", "code de transaction", "code d'autorisation", "autorisation", "uetr", "numéro d'autorisation", "bordereau no", "avis no", "règlement n°", "virement n°", "ordre n°", "n° d'ordre", "avis de virement", "avis de paiement", "réf", "conf.",
)  # fmt: skip
TRANSFER_TEXT_WORDS = (
    "libellé", "libellé du virement", "communication", "motif", "motif du virement", "intitulé", "avec la mention", "mention", "sous le libellé",
    "objet du virement",
)  # fmt: skip
TOTAL_WORDS = (
    "total", "total viré", "montant viré", "montant total", "total du virement", "montant du virement", "total payé",
    "total virement", "net viré", "net à payer", "montant réglé", "total réglé", "somme", "total ttc", "montant payé",
    "total général", "total commande", "net payé", "total du règlement",
)  # fmt: skip
NET_TOTAL_WORDS = (
    "total ht",
    "total h.t.",
    "montant ht",
    "net ht",
    "total hors taxes",
    "total hors taxe",
    "ht",
    "hors taxes",
    "montant total ht",
    "sous-total",
    "total net ht",
    "total net",
    "total € ht",
)
UNITS = (
    "x", "pièces", "pièce", "pcs", "pc", "unités", "unité", "u", "boîtes de", "boîtes", "boîte", "cartons de", "cartons", "carton",
    "paquets", "lots de", "lots", "lot", "palettes", "palette", "jeux", "jeu", "rouleaux", "sacs", "jours", "kg",
    "litres", "m", "paires", "caisses", "flacons", "licences", "mois", "heures", "fois", "ex", "seaux", "bidons", "étuis",
)  # fmt: skip
UNIT_LEVELS = {
    "pièces": "piece", "pièce": "piece", "pcs": "piece", "pc": "piece", "unités": "piece", "unité": "piece", "u": "piece",
    "boîtes": "pack", "boîte": "pack", "paquets": "pack", "paquet": "pack", "lots": "pack", "lot": "pack",
    "étuis": "pack", "étui": "pack", "sachets": "pack", "sachet": "pack", "cartons": "case", "carton": "case",
    "caisses": "case", "caisse": "case", "colis": "case",
}  # fmt: skip
QUANTITY_WORDS = ("quantité", "qté", "quantités", "nombre")
ROW_WORDS = ("tva", "taxe", "à reporter", "report", "page", "devise", "ttc", "net à payer", "montant tva")
SUM_WORDS = ("soit", "au total", "en tout", "pour un total de", "soit un total de", "ce qui fait")
EARLIER_WORDS = (
    "même chose que", "même commande que", "comme la dernière fois", "comme la fois dernière", "idem que", "comme d'habitude",
    "la commande habituelle", "pareil que", "identique à la dernière", "les mêmes que",
)  # fmt: skip
IDLE_WORDS = (
    "svp",
    "s'il vous plaît",
    "merci",
    "pour",
    "avant",
    "d'ici",
    "le",
    "au",
    "et",
    "comme d'habitude",
    "chacun",
)
REQUEST_WORDS = (
    "merci de", "il me faudrait", "il nous faudrait", "il me faut", "il nous faut", "nous avons besoin de", "j'ai besoin de",
    "nous aurions besoin de", "j'aurais besoin de", "nous voudrions", "je voudrais", "j'aimerais", "nous aimerions",
    "pouvez-vous nous", "pourriez-vous nous", "envoyez-nous", "livrez-nous", "je prendrais", "nous prenons", "veuillez",
    "serait-il possible d'avoir", "besoin de", "mettez-nous", "mettez-moi", "nous souhaitons", "je souhaite",
)  # fmt: skip
OTHER_DOCUMENTS = (
    "bon de livraison", "bon de réception", "avis de paiement", "avis de virement", "virement", "bordereau", "relevé", "facture", "avoir",
    "note de crédit", "note de débit", "contrat", "convention", "devis", "réclamation", "procès-verbal", "bon de retour", "accord",
)  # fmt: skip
PRICE_WORDS = ("à", "au prix de", "l'unité", "soit", "pu", "prix", "le", "pièce", "chacun", "chacune", "prix unitaire")
INSTEAD_OF = ("au lieu de", "au lieu des", "et non", "contre", "à la place de", "plutôt que", "non pas")
REST_WORDS = (
    "ce qui reste",
    "ce qu'il reste",
    "le restant",
    "tout le reste",
    "les restants",
    "qui restent",
    "qui reste",
    "le solde",
    "la balance",
    "le reste",
    "solde",
    "le restant",
    "la différence",
    "le complément",
    "l'autre moitié",
)
SHARES = {
    "la moitié": "1/2", "moitié": "1/2", "50 %": "1/2", "50%": "1/2", "un tiers": "1/3", "le tiers": "1/3", "un quart": "1/4",
    "deux tiers": "2/3", "une moitié": "1/2", "la deuxième moitié": "1/2", "la seconde moitié": "1/2",
}  # fmt: skip
SAME_AGAIN = ("autant", "la même chose", "la même somme", "le même montant", "pareil", "un autre", "un second", "idem")
SAME_DAY = ("même date", "même jour", "le même jour", "à la même date", "idem", "dans le même lot", "pareil")
PERIODS = {
    "mensuels": 30, "mensuelles": 30, "mensualités": 30, "par mois": 30, "chaque mois": 30, "de chaque mois": 30, "à chaque fois le": 30, "tous les mois": 30,
    "hebdomadaires": 7, "par semaine": 7, "chaque semaine": 7, "toutes les semaines": 7, "tous les quinze jours": 14,
    "toutes les deux semaines": 14,
}  # fmt: skip
INSTALMENT_WORDS = (
    "fois",
    "versements",
    "échéances",
    "mensualités",
    "tranches",
    "virements",
    "paiements",
    "parts",
    "moitiés",
    "chèques",
    "échelonnements",
)
BECAUSE_WORDS = (
    "pour", "car", "parce que", "parce qu'", "à cause de", "à cause du", "en raison de", "en raison du", "suite à", "suite au", "puisque", "vu que", "vu",
    "rapport à", "concernant", "au titre de", "au titre du", "correspondant à", "correspondant au",
)  # fmt: skip
KEPT_BACK = (
    "retenu", "retenons", "retiens", "déduit", "déduis", "déduction", "retranché", "défalqué", "décompté", "enlevé", "ôté", "gardé", "gardons",
    "moins les", "moins la", "moins le", "moins un", "moins votre", "moins l'", "minoré", "diminué", "amputé", "en moins", "net de", "prélevé",
    "soustrait", "compensé", "imputé", "réfaction", "sous déduction",
)  # fmt: skip
TOO_MUCH = (
    "trop", "de trop", "trop cher", "trop élevé", "trop facturé", "en trop", "écart", "différence", "surfacturé", "retenue", "retenu", "déduit",
    "avoir", "indûment", "contesté", "contestons", "manquant", "manque", "à tort", "rembourser", "surfacturation",
    "trop-perçu", "à rendre", "nous rendre", "créditer", "à créditer", "à déduire", "à enlever", "enlevez", "annulation", "ne devons pas", "surplus", "écart de prix", "note de crédit de",
    "retiendrons", "retiendrai", "retenons", "retiens", "retient", "déduirons", "déduisons", "déduirai", "déduis", "gardons", "ôtons", "ôterons", "défalquer", "défalquons", "bloquons", "rembourse", "remboursement", "créditez",
    "reste bloqué", "restent bloqués", "reste en attente", "reste chez nous", "restent chez nous", "reste impayé",
)  # fmt: skip
WITHHOLD_WORDS = (
    "retenons", "retiens", "retient", "retiendrons", "retiendrai", "déduis", "déduisons", "déduirons", "déduirai", "gardons", "garde", "enlevez", "enlève", "enlevons", "ôtez", "ôtons", "bloquons", "devez", "créditez-nous de", "moins",
)  # fmt: skip
WITHHOLD_TAILS = (
    "de", "sur", "pour", "tant que", "tant qu", "jusqu", "à cause", "de la facture", "dessus", "merci",
)  # fmt: skip
THRESHOLD_WORDS = (
    "à partir de", "à compter de", "dès", "au-delà de", "au-dessus de", "plus de", "jusqu'à", "supérieur à", "supérieure à", "supérieures à", "minimum", "minimum de", "moins de", "au moins", "en dessous de", "au-dessous de", "en deçà de",
)  # fmt: skip
NEWEST_DOCUMENT = (
    r"\b(?:dernière?s?|récente?s?) (?:livraison|facture|commande|expédition|arrivage|envoi|colis|lot|palette|chargement|passage|intervention)s?\b|\b(?:livraison|facture|commande|envoi|colis)s? (?:la plus récente|le plus récent|la dernière)\b",
)
LATTER_WORDS = ("sur la seconde", "la deuxième", "la dernière", "cette dernière", "la seconde", "sur la deuxième")
DENIALS = ("ne", "pas", "aucun", "aucune")
ADVICE_HABITS = (
    r"\b(?:excuser|pardonner|patience|patienter|indulgence|compréhension|contretemps|désagrément|dérangement)\b",
    r"\b(?:trouver|joint\w{0,2}|prendre note|agréer|recevoir|croire|noter|lettrer|imputer|accuser|solder|rapprocher|contacter|adresser|réclamation\w{0,1}|questions)\b",
    r"\b(?:affecter|ventiler|comptabiliser|pointer)\b.{0,30}\b(?:paiement|règlement|virement|suit|suivante?|factures?|montants?|somme)\b|\ben prendre (?:note|bonne note)\b|\bci-(?:joint|après|dessous)\b",
    r"\b(?:arrêter|annuler|stopper|retirer|classer|cesser) (?:la |les |vos |votre |cette |ces )(?:relances?|rappels?)\b|\b(?:vérifier|contrôler) (?:de votre côté|chez vous|votre compte)\b|\bpar erreur\b",
)
NEGATIONS = ("pas", "jamais", "aucun", "aucune", "ne", "n'", "non", "rien", "sans")
CUES = {
    "order": (
        (0.8, r"\bmerci de (?:prévoir|préparer|mettre de côté|nous réserver|nous expédier)\b.{0,20}\d"),
        (0.9, r"\b(?:enregistr\w{1,4}|prendre|traiter|honorer)\b.{0,20}\bcommande\b(?!.{0,12}(?:modif|annul))|\bla commande suivante\b"),
        (1.0, r"\b(?:nous|je) (?:souhait\w{1,6}|vous pass\w{1,4}|voudrions|voudrais|désir\w{1,5}) (?:vous )?(?:passer )?(?:la |une |de )?command"),
        (1.0, r"\b(?:ci-joint|en pièce jointe|en annexe|voici|veuillez trouver|vous trouverez)\b.{0,50}\b(?:commande|bon de commande|bc)\b"),
        (0.9, r"\bcommande (?:ci-)?jointe\b|\bbon de commande\b.{0,50}\b(?:joint|fichier|annexe)|\bnotre commande\b|\bnouvelle commande\b"),
        (0.8, r"\b(?:commandons|merci de (?:nous )?livrer|veuillez (?:nous )?(?:livrer|fournir)|il nous faudrait|il nous faut|besoin de|nous prenons) .{0,30}\d"),
        (0.7, r"\baccusé? (?:de )?(?:réception|commande)\b|\barc\b|\bbon pour (?:accord|commande)\b|\bconfirmer (?:cette|la|notre) commande\b"),
        (0.6, r"\bbon de commande\b|\bcommande (?:n°|[a-z]{1,5}-?\d)|^ ?bc\b|\bréassort|\bpasser (?:une )?commande\b"),
        (0.5, r"\blivraison (?:à|au|le|pour|souhaitée|avant)\b|\bmême commande que\b"),
    ),
    "order_change": (
        (0.9, r"\bsupprim\w{1,4} (?:la |le |notre )?(?:commande |bc )?[a-z]{1,4}-?\d"),
        (0.9, r"\b(?:ajout|rajout|complét)\w{1,4}\b.{0,60}\b(?:commande|bc|[a-z]{2,4}-\d)"),
        (1.0, r"\bannul\w{1,6}\b.{0,50}\b(?:commande|cde|bc|ligne|article)\b|\bcommande\b.{0,50}\bannul|\bannul\w{1,4} (?:la )?[a-z]{1,4}-?\d"),
        (1.0, r"\b(?:modif\w{1,8}|chang\w{1,6}|augment\w{1,5}|rédui\w{1,5}|rajout\w{1,4}|ajout\w{1,4}|rectifi\w{1,4}|port\w{1,3})\b.{0,50}\b(?:commande|quantités?|bc|ligne)\b"),
        (1.0, r"\b(?:repousser|décaler|avancer|reporter|différer|déplacer|retarder)\b.{0,50}\b(?:livraison|commande|date|au|du)\b"),
        (0.9, r"\bau lieu d(?:e|es)\b.{0,15}\d|\bfinalement\b.{0,40}\d|\bet non (?:pas )?\d|\bpasser (?:de \d{1,4} )?à \d"),
        (0.9, r"\bplus besoin\b|\bavenant\b|\bmodification (?:de|à) (?:notre|la) (?:commande|bc)\b|\blivraison\b.{0,30}\b(?:plus tard|plus tôt|décalée|repoussée)\b"),
        (0.8, r"\bplutôt (?:livrer|le|pour le|la semaine|que)\b|\blivrer\b.{0,20}\bplutôt\b"),
        (0.6, r"\bchangement\b.{0,30}\b(?:commande|quantité|date)|\bconfirmation à jour\b|\brenonçons\b"),
    ),
    "remittance": (
        (0.8, r"\b(?:parti|partie|partis|parties|prélev\w{1,3}|exécut\w{1,3}|débit\w{1,3}|vers\w{1,3}|mis en paiement|posté|postée) (?:ce matin|hier|vendredi|jeudi|mercredi|mardi|lundi|samedi|le \d|ce jour|chez eux)\b"),
        (0.7, r"\b(?:viré|virée|virés|réglée?s?|payée?s?) (?:ce matin|hier|vendredi|jeudi|mercredi|mardi|lundi|samedi|le \d|ce jour)"),
        (0.8, r"\b(?:est|a été|ont été|sont) (?:parti|viré|payé|réglé|soldé)\w{0,3} (?:le|hier|ce matin|par virement)"),
        (1.0, r"\bavis de (?:paiement|virement|règlement)\b|\bbordereau\b.{0,30}\b(?:virement|paiement|règlement)\b|\bdétail (?:de|du) (?:notre |votre |ce )?(?:virement|règlement|paiement)\b"),
        (1.0, r"\b(?:nous avons|j'ai|nous venons de|je viens de|avons) (?:bien |ce jour |déjà )?(?:procédé|effectué|émis|vir(?:é|er)|régl(?:é|er)|pay(?:é|er)|vers(?:é|er))\b"),
        (0.9, r"\b(?:virement|règlement|paiement)\b.{0,40}\b(?:a été|est|part|parti|émis|effectué|envoyé|exécuté|hier|de ce jour|aujourd'hui|ce jour|ce matin|ci-joint)\b"),
        (0.8, r"\b(?:chèque|lcr|traite)\b.{0,30}\b(?:partie?|postée?|envoyée?|courrier)\b"),
        (0.7, r"\bfichier du virement\b|\bpour solder\b|\ben règlement d|\bnotre (?:virement|règlement|paiement) d(?:u|e|'hier)\b"),
        (0.5, r"\bvirement\b.{0,20}\b(?:€|eur|\d)"),
    ),
    "dispute": (
        (0.8, r"\b(?:remise|escompte|ristourne)\b.{0,60}\b(?:pas (?:été )?(?:appliqu|déduit|pris|accord)|oubli|manqu)"),
        (0.9, r"\b(?:attendons|souhaitons|demandons|merci d'émettre)\b.{0,20}\bavoir\b"),
        (1.0, r"\bcontest\w{1,6}\b|\blitige\b|\brécl?am\w{1,6}\b.{0,40}\b(?:facture|livraison|avoir)|\bdésaccord\b|\brefus\w{1,5} de (?:payer|régler)|\bn'acceptons pas\b"),
        (1.0, r"\b(?:endommag|tremp[ée]|déchir|mouill|cassé|abîmé|défectueu|brisé|fissuré|fêlé|en panne|hors service|écrasé|périmé)"),
        (1.0, r"\b(?:erreur de (?:prix|tarif|facturation|tva)|trop (?:facturé|perçu|élevé)|mauvais (?:prix|tarif|article|produit|modèle)|surfactur|facturé (?:deux fois|à tort|en double|en trop))"),
        (1.0, r"\b(?:jamais|pas|point) (?:été )?(?:reçue?s?|livrée?s?|arrivée?s?|commandée?s?|parvenue?s?)\b|\bmanqu(?:ait|e|ent|aient|ant|ants|antes?)\b.{0,50}\b(?:livraison|colis|palette|carton|pièces?|articles?|réception)?\b|\bil manque\b"),
        (0.9, r"\b(?:déjà (?:été )?|bien été )(?:payé|réglé|viré|soldé|acquitté)e?s?\b|\bpayée? !|\bdoublon\b|\ben double\b|(?<!\ben )\bdeux fois\b"),
        (0.8, r"\b(?:émettre|établir|adresser|envoyer|faire|fassiez|émettiez)\b.{0,25}\b(?:un |l'|d'un )?avoir\b|\bavoir correspondant\b|\bdans l'attente d(?:e l'|'un )avoir\b|\bretenue?\b.{0,30}\d"),
        (0.8, r"\b(?:rééditer|refaire|rectifier|corriger|annuler)\b.{0,30}\b(?:facture|la|cette)|\bfacture (?:à refaire|erronée|incorrecte|non conforme|rectificative)\b|\bn'y figure pas\b|\b(?:libellée?|établie?|émise?) au nom\b|\bne pouvons (?:pas )?(?:enregistrer|traiter|régler|valider|payer)\b"),
        (0.6, r"\b(?:cesser|arrêter|stopper|suspendre) (?:les|vos|ces) relances\b"),
        (0.8, r"\b(?:retirer|annuler) (?:cette|la|votre) (?:ligne|relance)\b|\bne (?:devons|correspond|figure)\w{0,4} (?:pas|rien)\b|\bbloqu(?:ée?|ons)\b|\bne (?:paierons|paierai|paie|paye|payons|règle|réglons) pas\b"),
    ),
    "promise": (
        (0.9, r"\b(?:on|nous|je) (?:solde|soldons|paie|paye|règle|soldera|paiera)\w{0,4}\b.{0,60}\b(?:le|au|avant|fin|mi|début|semaine)\b"),
        (1.0, r"\b(?:sera|seront|serez|réglerons|paierons|virerons|verserons|réglerai|paierai|partira|partiront|interviendra)\b.{0,70}\b(?:le|au|avant|fin|début|mi|sous|semaine|prochain|d'ici|courant)\b"),
        (1.0, r"\béchéancier\b|\béchelonn\w{1,6}\b|\bétal\w{1,6}\b|\bmensualités?\b|\ben (?:deux|trois|quatre|plusieurs|\d) (?:fois|versements|échéances)\b|\bacomptes?\b.{0,30}\d"),
        (0.9, r"\bvirements? (?:est |sont )?(?:déjà )?(?:programmés?|prévus?)|\b(?:paiement|règlement|virement)\b.{0,30}\b(?:prévu|programmé|planifié|sera|aura lieu)"),
        (0.9, r"\b(?:nous|je) (?:vous )?(?:payons|réglons|virons|versons|paie|règle|vire)\b.{0,60}\b(?:le|au|avant|fin|mi|début|semaine|sous)\b"),
        (0.8, r"\bnous (?:nous )?engage(?:ons|rons)\b|\bje m'engage\b|\bvous (?:recevrez|aurez)\b.{0,50}\b(?:le|avant|fin|virement|règlement|solde)\b|\bprochain (?:lot|train|run) de (?:paiement|virement|règlement)"),
        (0.7, r"\b(?:proposons|propose|pouvons|allons|pourrons|comptons)\b.{0,40}\b(?:régler|payer|étaler|virer|verser|solder)"),
        (0.5, r"\btrésorerie\b|\bpatienter\b|\bdélai (?:supplémentaire|de paiement)\b"),
    ),
    "query": (
        (0.9, r"\b(?:impossible de|n'arrive pas à|ne parvien\w{1,3} pas à) (?:mettre la main|retrouver|trouver|ouvrir)\b|\b(?:un|le) (?:pdf|scan|duplicata) suffi"),
        (0.9, r"\b(?:pouvez|pourriez|pourrais|peux|serait-il possible)\b.{0,12}(?:vous|tu|de|-vous|-tu)?\b.{0,25}\b(?:envoyer|renvoyer|transmettre|confirmer|indiquer|dire|préciser|communiquer|adresser|faire parvenir|vérifier)"),
        (0.9, r"\b(?:merci de|veuillez|prière de) (?:bien vouloir )?(?:nous |me |m')?(?:re)?(?:envoyer|transmettre|confirmer|indiquer|communiquer|adresser|faire parvenir|faire suivre|préciser)"),
        (0.7, r"\?"),
        (0.6, r"\b(?:savez-vous|avez-vous|quelle? (?:est|date|jour)|quand|où en est|nous recherchons|il nous manque|un duplicata|réclame)\b"),
    ),
    "master_data": (
        (1.0, r"\b(?:modifi\w{1,4}|chang\w{1,4}|mettre à jour|actualis\w{1,4})\b.{0,40}\b(?:adresse de facturation|adresse|coordonnées|rib|raison sociale)\b|\bs'appelle désormais\b"),
        (1.0, r"\b(?:nouve(?:au|lle|l)|changement (?:de|d'))\s?(?:notre )?(?:adresse|rib|iban|coordonnées|banque|siège|raison sociale|dénomination|interlocut\w{1,5}|contact|e-?mail|courriel|numéro de tva|n° (?:de )?tva|compte bancaire|domiciliation)\b"),
        (1.0, r"\b(?:avons (?:déménagé|changé)|déménageons|a changé|changeons (?:de|d')|devient|s'appelle désormais)\b"),
        (1.0, r"\bnous nous appellerons\b|\bnouvel(?:le)? (?:accueil|adresse)\b"),
        (0.9, r"\b(?:adress|envoy|transmet|faire parvenir)\w{0,4}\b.{0,40}\bfactures\b.{0,60}\b(?:désormais|dorénavant|à l'adresse|uniquement|exclusivement)|\b(?:désormais|dorénavant)\b.{0,60}\bfactures?\b|\b(?:nos|vos|les|toutes) factures\b.{0,30}\bà (?:l'adresse )?[\w+.-]{1,40}@"),
        (0.9, r"\bmettre à jour\b.{0,40}\b(?:fiche|fichiers?|dossier|coordonnées|données|base)\b|\bfiche client\b|\bprendre note (?:de|d')\b.{0,40}\b(?:adresse|coordonnées|changement)"),
        (0.8, r"\bremplac(?:e|ée?|era)\b.{0,40}\b(?:madame|monsieur|mme|m\.|interlocut)|\bà compter du\b.{0,60}\b(?:adresse|siège|nom|tva)"),
    ),
    "auto_reply": (
        (1.0, r"\bréponse automatique\b|\bje suis (?:actuellement )?absente?\b|\babsente? du bureau\b|\bmessage d'absence\b"),
        (0.9, r"\b(?:en congés?|en vacances)\b.{0,30}\b(?:jusqu'au|du|retour)|\bne lis pas mes messages\b"),
        (0.8, r"\b(?:votre (?:demande|message|ticket) a (?:bien )?été (?:reçue?|enregistrée?)|ceci est un message automatique)\b"),
    ),
    "spam": (
        (1.0, r"\b(?:référencement|seo|visibilité sur google|invisible sur google|rendez-vous qualifiés|prospects qualifiés|génération de leads|leads)\b"),
        (1.0, r"\b(?:bitcoin|crypto|héritage|loterie|gagné|casino|prêt (?:rapide|entre particuliers))\b"),
        (0.9, r"\bse désinscrire\b|\bdésabonn|\brépondez stop\b|\boffre (?:limitée|exceptionnelle|spéciale)\b|\bessai gratuit\b|\bsans engagement\b|\bréservez (?:ici|votre)\b"),
        (0.9, r"\bcliquez (?:ici|sur)\b|\bvérifi\w{1,4} votre (?:compte|messagerie|mot de passe)\b|\bmot de passe (?:expire|va expirer)\b|\bboîte (?:mail )?(?:est )?(?:pleine|saturée)\b"),
        (0.8, r"\bne (?:pas |m'|nous )?(?:téléphon|appel)\w{1,4} (?:pas|surtout)\b|\bne pas (?:nous |m')?(?:appeler|téléphoner|contacter|joindre)\b|\binjoignables? par téléphone\b|\b(?:lignes?|standard)\b.{0,30}\b(?:en maintenance|en panne|coupée?s?|en travaux|hors service)|\bstrictement confidentiel\b|\brester? discret|\bj'ai (?:vu|visité) (?:le|votre) site\b"),
    ),
    "other": (
        (1.0, r"\bnotre facture\b.{0,60}\b(?:ci-jointe?|pièce jointe|annexe)\b|\bveuillez trouver (?:ci-joint )?notre facture\b"),
        (0.8, r"\bse désabonner\b|\binfolettre\b|\bnewsletter\b|\bvous recevez ce (?:message|mail|courriel) (?:car|parce)\b"),
        (0.8, r"\bmerci (?:de|pour) votre (?:commande|confiance|achat)\b"),
        (0.7, r"\b(?:candidature|mon cv|stage|meilleurs voeux|fermeture annuelle|questionnaire fournisseur)\b"),
    ),
}  # fmt: skip
TOPICS = {
    "invoice_copy": (
        (1.0, r"\b(?:copie|duplicata|double)\b|\b(?:envoyer|renvoyer|transmettre|adresser|parvenir|réclame|recevoir|égaré|retrouv\w{1,4}|manque)\b.{0,40}\bfactures?\b|\bfactures?\b.{0,50}\b(?:égarée?|manquante?|introuvable|pas reçue?|jamais reçue?)"),
        (-0.8, r"\brelevé\b|\brib\b"),
    ),
    "statement": (
        (1.2, r"\brelevé (?:de|du|des) (?:notre |votre |nos )?(?:comptes?|factures)\b|\brelevé\b|\bextrait de compte\b|\bgrand[- ]livre\b|\bsituation (?:de|du) (?:notre )?compte\b|\bfactures (?:ouvertes|impayées|en attente|restant dues)\b|\b(?:liste|état|récapitulatif) (?:de|des) (?:nos )?(?:factures|impayés)\b|\bce que nous (?:vous )?devons\b"),
        (-1.2, r"\brelevé d'identité\b|\brelevé du compte à utiliser\b"),
    ),
    "bank_details": (
        (1.2, r"\brib\b|\biban\b|\bcoordonnées bancaires\b|\bdomiciliation bancaire\b|\brelevé d'identité bancaire\b|\bsur quel compte\b|\bcompte bancaire\b"),
    ),
    "order_status": (
        (1.0, r"\boù (?:elle |il |elles |ils |cela |ça |nous )?en (?:est|sont|sommes)\b|\bdate\b.{0,15}\b(?:pour|de) (?:la |notre |l[ae]s )?(?:commande|livraison)\b|\bdes nouvelles\b|\bavancement\b|\bsuivi\b|\b(?:statut|état) de (?:notre |la )?commande\b|\bquand\b.{0,50}\b(?:livr|expédi|arriv|recev|part)|\bquel jour\b.{0,60}\b(?:livr|passera|transporteur|arriv)|\bdate (?:de livraison|d'expédition)\b.{0,20}\?|\bdélai de livraison\b"),
        (-1.0, r"\bl'avoir\b|\bavoirs?\b(?= (?:pour|sur|de la|du|promis))|\brelance\b|\bdevis\b|\b(?:représentant|commercial)\b"),
        (0.8, r"\btransporteur\b|\bexpédiée?\b.{0,20}\?|\btoujours pas (?:reçu|livr)|\bnouvelles de\b"),
    ),
    "due_date": (
        (1.2, r"\bdate d'échéance\b|\béchéance\b|\bquand\b.{0,40}\b(?:payable|échoit|payer|régler)\b|\bdélai de (?:paiement|règlement)\b|\bconditions de (?:paiement|règlement)\b|\bpour quelle date\b"),
    ),
    "other": (
        (0.8, r"\b(?:attestation|certificat|déclaration|fiche technique|catalogue|tarif \d{4}|questionnaire|kbis|assurance|horaires|formulaire)\b"),
        (0.3, r"\b(?:bons? de livraison|preuves? de livraison|autoliquidation|fds|fiches? de (?:données de )?sécurité|garantie|devis|échantillons?)\b"),
    ),
}  # fmt: skip
REASONS = {
    "price": (
        (1.0, r"\b(?:prix|tarifs?)\b.{0,60}\b(?:convenu|erron|incorrect|faux|différent|devis|au lieu|accord|négoci|ancien|facturé|appliqué|élevé|pas (?:le|celui))|\b(?:erreur|écart|différence) (?:de|sur le) (?:prix|tarif)|\b(?:convenus?|facturée?s?|comptée?s?)\b.{0,25}\b\d{1,6}[.,]\d\d\b.{0,60}\b(?:convenu|au lieu|prévu|devis)|\bmauvais (?:prix|tarif)\b|\btrop (?:cher|élevé|facturé)|\bsurfactur|\b(?:devis|accord)\b.{0,60}\b(?:prix|tarif|€|eur)"),
    ),
    "quantity": (
        (1.0, r"\bmanqu(?:e|ait|ent|aient|ant|ants|ante|antes)\b|\bseulement (?:\d|reçu)|\breçu (?:que )?(?:\d{1,4}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)\b|\b(?:\d{1,4}|deux|trois|quatre|cinq|six|dix)\b.{0,40}\bau lieu d|\bquantités?\b|\bfacturée?s? (?:\d{1,4}|deux|trois|dix)\b.{0,60}\b(?:livré|reçu)|\bn'(?:en )?(?:avons|a|y avait).{0,20}\bque (?:\d|une?|deux|trois|quatre|cinq|six|neuf|dix)"),
    ),
    "damaged": (
        (1.3, r"\b(?:endommag|éventr|humid|percé|crevé|souillé|fondu|tremp[ée]|déchir|mouill|cass[ée]|abîm|défect|bris[ée]|fissur|fêl|hors service|ne (?:fonctionne|démarre|marche)|écras|périm|rayé|rouill|fuit\b|moisi|avarié|en panne)"),
    ),
    "not_delivered": (
        (1.2, r"\b(?:jamais|pas|toujours pas|rien) (?:été )?(?:reçue?s?|livrée?s?|arrivée?s?|parvenue?s?)\b|\bnon[- ](?:livr|reçu)|\bn'est (?:jamais|pas|toujours pas) (?:arriv|parven)|\bpersonne n'a vu|\bpas (?:eu )?de (?:livraison|bon de livraison)\b"),
        (-0.8, r"\bfacture\b.{0,20}\b(?:jamais|pas) (?:été )?(?:reçue|parvenue)"),
    ),
    "wrong_item": (
        (1.2, r"\balors que nous avi?ons commandé|\bà la place d(?:e|es|u)\b|\breçu\b.{0,40}\bcommandé\b"),
        (1.2, r"\bmauvais(?:e|es)? (?:article|produit|modèle|référence|taille|pièces?|couleur|version|matériel)|\berreur (?:d'article|de référence|de produit|de livraison|de modèle)|\b(?:reçu|livré|envoyé)\b.{0,60}\b(?:au lieu d(?:e|u|es)|à la place)\b.{0,20}[a-z]{3}|\bpas (?:ceux|celles|celui|celle|ce) que nous avi?ons commandé|\bnous avi?ons commandé\b.{0,60}\b(?:mais|et) (?:vous|nous|avons)"),
    ),
    "duplicate": (
        (1.2, r"\b(?:doublon|en double|(?<!en )deux fois|double facturation|déjà (?:été )?(?:factur|porté)|même (?:livraison|commande|prestation|facture|bon de livraison)|double emploi)"),
    ),
    "already_paid": (
        (1.3, r"\b(?:déjà (?:été )?|bien été )(?:payé|réglé|viré|soldé|acquitté|versé)|\best (?:payée?|réglée?|soldée?)\b|\b(?:avons|ai) (?:bien )?(?:payé|réglé|viré)\b|\ba été (?:payée?|réglée?|virée?|soldée?)\b|\b(?:réglée?|payée?|virée?) (?:le|par|en|depuis)\b|\bs(?:e sont|'est|ont) croisé"),
    ),
    "tax": (
        (1.3, r"\b(?:tva|taxe)\b.{0,60}\b(?:erron|incorrect|à tort|autoliquid|exon|taux|ne (?:doit|devrait)|facturée?|appliqu)|\bautoliquidation\b|\b(?:sans|hors|erreur de|taux de) tva\b"),
        (-1.3, r"\b(?:avec|tva comprise|ttc|numéro de) tva\b"),
    ),
    "invoice_form": (
        (1.2, r"\bnuméro (?:de commande|d'engagement|de bon|de bc)\b.{0,40}\b(?:manqu|absent|figure|n'y|erron|obligatoire|mention)|\b(?:sans|absence d[ue]|manque (?:le|notre)) (?:n°|numéro|référence|bon|mention)|\b(?:libellée?|établie?|émise?) (?:au nom|à l'ordre)|\blibellée? à\b|\b(?:la|les) refaire\b|\b(?:mauvaise|erreur) (?:d')?(?:entité|adresse|société|raison sociale)|\b(?:rééditer|refaire|réémettre|rectificative|à refaire)\b|\bmentions? (?:obligatoires?|manquantes?)\b|\bn'y figure pas\b|\bchorus\b.{0,40}\brejet"),
    ),
    "not_ordered": (
        (1.3, r"\b(?:jamais|pas|rien|aucune?) (?:été )?(?:command|souscri|demand|sollicit)|\baucune (?:commande|trace (?:de|d'une) (?:cette )?commande)|\bn'avons (?:jamais|pas|rien) (?:command|demand|souscri|passé)|\bne (?:nous )?concerne pas\b"),
    ),
    "contract_terms": (
        (0.9, r"\b(?:remise|ristourne|escompte|rabais)\b.{0,60}\b(?:pas|oubli|manqu|non|jamais)"),
        (1.2, r"\b(?:contrat|accord[- ]cadre|conditions|convention|marché)\b.{0,60}\b(?:remise|ristourne|escompte|paiement|jours|prévoi|stipul|échéance|exigible|retenue de garantie)|\b(?:remise|ristourne|escompte|rfa|rabais|franco|retenue de garantie|conditions de (?:paiement|règlement)|fin de mois)\b|\bpas (?:encore )?(?:échue?|exigible)\b"),
        (-0.5, r"\bprix\b"),
    ),
    "other": ((0.3, r"\b(?:litige|contest|désaccord|réclam|refus)"),),
}  # fmt: skip
DEDUCTIONS = {
    "discount": ((1.0, r"\b(?:escompte|remise|rabais)\b"),),
    "credit_note": ((1.0, r"\b(?:avoirs?|note de crédit)\b"),),
    "dispute": ((0.9, r"\b(?:tva|taxe)\b.{0,40}\b(?:retenu|déduit|gard|enlev|ôt|retranch)|\b(?:retenu|déduit|gard|enlev|ôt|retranch)\w{0,4}\b.{0,30}\b(?:tva|taxe)\b"), (1.9, r"\b(?:jamais|pas|non) (?:été )?(?:convenu|commandé|prévu|validé)\w{0,2}\b|\bà tort\b|\bpar erreur\b|\bindûment\b"), (1.0, r"\b(?:tach\w{1,3}|ray(?:é|ée|és|ées)|tordu\w{0,2}|rouill\w{1,3}|moisi\w{0,2}|périm\w{1,3}|ébréch\w{1,3}|incompl\w{1,4}|déchir\w{1,3}|crev\w{1,3}|fuit|fuyait|litige|casse|cass\w{1,3}|manqu\w{1,5}|endommag\w{1,4}|fend\w{1,3}|abîm\w{1,3}|bris\w{1,3}|fissur\w{1,3}|mouill\w{1,3}|percé\w{0,2}|avarie|défect\w{1,6}|non livr\w{1,3}|contest\w{1,4}|note de débit|prix|retour)\b"), (0.3, r"\b(?:retenue|retenu|écart)\b"),),
    "bank_charge": ((1.1, r"\b(?:aib|hsbc|barclays|lloyds|natwest|santander|revolut|wise|monzo|paypal|stripe|sparkasse|volksbank|raiffeisen\w{0,10}|commerzbank|deutsche bank|postbank|postfinance|ubs|erste|bawag|bnp|lcl|credit agricole|credit mutuel|caisse d'epargne|societe generale|banque postale|desjardins|ing|kbc|belfius|fortis|unicredit|institution|building society|credit union)\b.{0,20}\b(?:garde|retenu|preleve|pris|facture|deduit|ponctionne|mange|servie?|croque|sucre|pique)\b|\bfrais\b.{0,25}\b(?:banque|institution|caisse|établissement|swift|sepa|virement|transfert|postfinance|revolut|wise|paypal|correspondant)\b|\b(?:banque|caisse populaire|desjardins)\b.{0,40}\bfrais\b|\bbanque\b.{0,20}\b(?:ponctionné|mangé|servie|croqué|sucré|piqué|au passage)\b|\bfrais (?:bancaires?|de (?:virement|banque|transfert|change))\b|\bbanque\b.{0,20}\b(?:a |nous )?(?:gardé|retenu|prélevé|pris|facturé|déduit)\b|^ ?frais\b|\b(?:caisse|établissement|correspondant)\b.{0,40}\bfrais\b|\d ?(?:[€$£]|eur|euros?|cad|chf|dollars?)?(?: [a-z]{2,3})? (?:de|en) frais\b(?! d[eu']? ?(?:port|transport|livraison|dossier|relance|rappel|retard|gestion|emballage|manutention|stockage|expédition))"),),
    "other": ((0.95, r"\b(?:convenu\w{0,2}|d'accord avec|comme vu avec|comme discuté|validé\w{0,2} (?:par|avec)|en accord avec|avec l'accord)\b"), (-0.95, r"\b(?:escompte|remise|rabais|avoirs?|banque|bancaires?)\b"), (1.5, r"\bretenue à la source\b|\bprécompte\b"), (1.1, r"\b(?:repris|reprise|reprises)\b"), (0.9, r"\b(?:port|frais de port|transport|fret|affranchissement|emballages?)\b"), (1.5, r"\b(?:référencement|ristourne|bonus|rfa|bonification|pénalités?|retards?(?: de livraison)?|prime|participation publicitaire|coopération commerciale)\b"), (0.5, r"\b(?:autre|compensation|retenue de garantie)\b"),),
}  # fmt: skip
MONEY_WENT = (
    r"\b(?:parti|débité|viré|payé|réglé|soldé|versé|envoyé|exécuté|posté|acquitté|mandaté|crédité|transféré|déposé|prélevé|remis|adressé|honoré|ordonnancé|libéré|émis)(?:e|s|es)?\b|\bvir[ée]?s? ce jour\b",
    r"\b(?:virement|transfert|dépôt direct|paiement|règlement|versement|mandats?|chèque|ordre|prélèvement|sepa|lcr)\b.{0,50}\b(?:passé|fait|payé|parti|pris en charge|exécuté|effectué|du \d|de ce jour|aujourd'hui|hier|ce (?:jour|matin|midi|soir)|anticipé|confirm\w{1,6})",
    r"\b(?:c'est|voilà|bien) (?:fait|réglé|viré|payé|parti|soldé|envoyé)\b|\b(?:viens|venons|vient) de (?:faire|payer|virer|régler|passer|lancer|valider|poster|envoyer)\b|\bmis\b.{0,20}\b(?:au courrier|à la poste|en paiement)\b|\bd[ûu] recevoir\b|\bfait à l'instant\b|\bdate d'exécution\b",
)
MONEY_GOES = (
    r"\b(?:virement|chèque|paiement|règlement|versement)s? (?:le|lundi|mardi|mercredi|jeudi|vendredi|samedi|demain|après-demain|fin|mi|dès)\b|\bcomptez\b|\bsigne(?:ra|rons|z)? l'ordre de (?:paiement|virement)\b",
    r"\b(?:part|partent|partira|partiront|passe|passent|passera|passeront|sort|sortira|sortiront|tombe|tombera|arrive|arrivera|arriveront|suit|suivra|suivront) (?:le|la|lundi|mardi|mercredi|jeudi|vendredi|samedi|demain|avec|dans|en|au|à|fin|ce|mi)\b|\bça part\b",
    r"\b(?:dans|avec|au|sur|par|en) (?:le |la |notre |un )?(?:prochaine? )?(?:lot|train|virement|planning|campagne|bordereau|run|paiement|échéance|lettrage|batch)\b|\b(?:programmé|planifié|prévu|saisi|validé|ordonnancé|enregistré|mandaté)(?:e|s|es)?\b.{0,40}\b(?:pour|le|au|à|avec)\b",
    r"\b(?:je|on|nous) (?:vous |te )?(?:la |le |les |l'|en )?(?:fais|fait|ferai|fera|faisons|ferons|mets|met|mettons|mettrai|programme|programmons|envoie|envoyons|verse|verserai|vire|virerai|règle|paie|paye|solde|poste|posterai|lance|débloque)\b|\b(?:vous|tu) (?:l'|les |le |la )?(?:aurez|auras|recevrez|recevras|verrez|toucherez)\b",
    r"\bmise? (?:au|en) (?:paiement|règlement)\b|\b(?:sera|seront|serez) (?:soldé|réglé|payé|viré|fait|versé|posté|débité|crédité|mandaté|exécuté|mis)\w{0,2}\b|\bannonce (?:le|un) (?:règlement|paiement|virement)\b|\b(?:avec )?exécution (?:le|au)\b|\bl'ordre de (?:vous )?(?:verser|payer|virer|régler)\b|\ble reste le \d",
)
THEIR_ACTS = (
    r"\b(?:vous (?:avez|aviez|nous avez|m'avez)|ils? (?:ont|a|avaient)|elles? (?:ont|a)|votre \w{1,14} a|notre client\w{0,1} (?:a|ont)) (?:bien |déjà |été )?(?:payé|versé|viré|envoyé|réglé|débité|crédité|remboursé|prélevé|déduit)\b|\brembours\w{1,6}\b",
)
CHANGE_SIGNS = (
    r"\b(?:annul\w{1,6}|supprim\w{1,5}|enlev\w{1,5}|retir\w{1,4}|laiss\w{1,3} tomber|oubli\w{1,3}|renon\w{1,6}|stopp\w{1,4}|suspend\w{1,4}|bloqu\w{1,4}|remplac\w{1,5}|modifi\w{1,5}|chang\w{1,4}|rédui\w{1,5}|diminu\w{1,4}|augment\w{1,4}|doubl\w{1,4}|pass(?:ez|er|e)|mett(?:ez|re|s)|port(?:ez|er)|descend\w{1,4}|mont(?:ez|er)|limit\w{1,4}|repouss\w{1,4}|décal\w{1,4}|avanc\w{1,4}|report\w{1,4}|différ\w{1,4}|retard\w{1,4}|ajout\w{1,4}|rajout\w{1,4}|livr(?:ez|er|ait|erait|ons))\b",
    r"\b(?:au lieu|plutôt que|à la place|pas avant|plus (?:tôt|tard)|finalement|en fin de compte|plus besoin|plus rien|suffi\w{2,5}|et (?:non|pas) \d|c'est \d{1,5})\b|\b(?:seulement|juste|que) \d{1,5}\b",
)
ORDER_SIGNS = (
    r"\b(?:svp|s'il (?:vous|te) pla[iî]t|stp|merci de|il (?:me|nous) (?:faut|faudrait|faudrai|en faut)|(?:il )?faudrai\w{0,1}|besoin|voudr\w{2,5}|aimer\w{2,5}|souhait\w{1,5}|prend\w{1,4}|prendr\w{2,4}|command\w{1,5}|livr\w{1,6}|envoy\w{1,4}|expédi\w{1,4}|mett(?:ez|re|s)|remett(?:ez|re|s)|pouvez|peux-tu|pourr\w{2,5}|réassort|pour (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|demain|nous|le \d)|avant (?:lundi|mardi|mercredi|jeudi|vendredi|samedi)|d'ici|comme d'hab\w{0,6}|je passe (?:les )?prendre|ajouter|partez sur|réserv\w{1,4}|prépar\w{1,4})\b",
)
ASK_SIGNS = (
    r"\b(?:merci de|veuillez|prière de|pourriez|pouvez|auriez|seriez|peux|pourrais|pouvons|voudr\w{2,5}|souhait\w{1,6}|aimer\w{2,5}|demand\w{1,4}|réclam\w{1,4}|cherch\w{1,4}|recherch\w{1,4}|il (?:me|nous|lui|leur) (?:faut|faudrait|manque)|besoin|envoyez|renvoyez|transmett\w{1,4}|adress(?:ez|er)|retourn(?:ez|er)|fai(?:tes|re) (?:moi |nous |-moi |-nous )?(?:suivre|parvenir)|serait bienvenu\w{0,1}|suffi\w{1,5}|attend\w{1,5})\b",
    r"\b(?:quand|où|quel\w{0,3}|combien|svp|s'il vous pla[iî]t|un (?:duplicata|exemplaire|double)|une copie)\b",
)
WILL_PAY = (
    (1.0, r"\bvous (?:l'|la |le |les )?(?:aurez|recevrez|toucherez|verrez arriver)\b|\b(?:tombera|arrivera|partira|suivra|suit)\b"),
    (1.0, r"\b(?:sera|seront|serez)\b.{0,30}\b(?:pay|régl|vir|sold|vers|crédit)"),
    (1.0, r"\b(?:paierai|paierons|réglerai|réglerons|virerai|virerons|verserai|verserons|solderai|solderons|paiera|réglera)"),
    (1.0, r"\b(?:je|on) (?:vous |la |les |le |l')?(?:paie|paye|règle|vire|verse|solde)\b|\bnous (?:vous |la |les |le |l')?(?:payons|réglons|virons|versons|soldons)\b|\b(?:je|on) (?:vous |la |les |le )?(?:paierai|paiera|réglerai|réglera|fais partir|vais (?:payer|régler))\b"),
    (1.0, r"\b(?:virement|paiement|règlement|chèque|solde)\b.{0,30}\b(?:part\b|partira|sera|interviendra|suivra|arrivera|parviendra|parviendront|partiront|est prévu|est programmé)"),
    (-2.0, r"\bne (?:sera|seront|paierons|réglerons|paierai|réglerai)\b|\btant que\b|\bdès que\b|\bjusqu'à ce\b"),
)  # fmt: skip
REFUSALS = (
    (1.0, r"\bn[e'] ?(?:sera|seront|paierons|paierai|réglerons|réglerai|virerons|payons|paie|réglons|règle|pouvons|peux)\b.{0,12}\b(?:pas|rien|plus|jamais)\b"),
)  # fmt: skip
ADDITIONS = (
    "ajouter",
    "ajoutez",
    "rajouter",
    "rajoutez",
    "en plus",
    "plus",
    "supplémentaires",
    "supplémentaire",
    "de plus",
)
REDUCTIONS = ("de moins", "en moins", "de trop")
NONE_OF = ("aucun", "aucune", "pas de", "plus de", "sans", "sans les", "pas d'")
POSITION_WORDS = ("ligne", "position", "poste", "pos", "pos.", "article n°")
WHOLE_ORDER = (
    "tout",
    "toute la commande",
    "la commande",
    "cette commande",
    "l'ensemble",
    "la totalité",
    "notre commande",
    "le tout",
    "ma commande",
)
ONLY_WORDS = ("seul", "seule", "seulement", "que", "juste", "uniquement")
SAME_GOODS = ("les mêmes", "le même", "la même", "mêmes", "idem", "pareil", "pareils", "identiques")
EXCEPT_WORDS = ("sauf", "hormis", "à part", "excepté", "mis à part")
DEFINITE_WORDS = ("les", "ces", "nos", "mes", "des")
FINE_WORDS = ("ok", "oui", "bon", "parfait", "correct", "inchangé", "d'accord", "très bien", "rien à changer")
BEFORE_WORDS = ("avant", "avant le")
MOVED_DAY = (
    r"\b(?:livr\w{1,6}|expédi\w{1,5}|envoy\w{1,4}|arriv\w{1,4}|recev\w{1,4}|réception\w{0,3}|passer)\b|\b(?:repouss|décal|avanc|report|différ|déplac|retard)\w{1,5}\b",
    r"\bplutôt\b|\b(?:pas|rien|jamais) avant\b|\bà partir d\w{1,2}\b|\bau lieu\b|\b(?:au )?plus (?:tôt|tard)\b|\bmieux\b|\bpréfér\w{1,6}\b|\bpossible\b",
)
CLOSED_DAY = (
    r"\b(?:ferm(?:és?|ées?|eture|e|ons|ent|era|erons)|inventaire|congés?|vacances|travaux|férié|absents?|absente|audit|réunion|commissaire)\b",
)
UNCHANGED = (
    "ne change",
    "ne changent",
    "inchangé",
    "inchangée",
    "inchangés",
    "restent",
    "reste",
    "idem",
    "comme prévu",
    "sans changement",
    "on garde",
    "nous gardons",
    "gardez",
    "ne bouge",
    "ne bougent",
    "est bon",
    "sont bons",
    "sont bonnes",
    "est parfait",
    "tout est bon",
    "identique",
)
CONTACT_WORDS = (
    "interlocut", "contact", "responsable", "remplac", "personne-ressource", "personne ressource", "correspondant",
    "succède", "succéd", "repris par", "reprend", "prend le relais", "prend la suite", "prendra la suite",
    "prendra le relais", "s'adresser à", "adressez-vous à", "adresser à", "en charge", "chargé", "suivi par",
    "suivis par", "suivie par", "gérés par", "géré par", "gérée par", "gérées par", "traité par", "traités par",
    "traitées par", "s'occupe", "s'en occupe", "à l'attention de", "référent", "écrire à", "voir avec",
    "suivra", "suivront", "qui les suit", "qui suit", "prendra en charge", "prend en charge", "reprendra",
    "successeu", "s'occupera", "s'en occupera", "gèrera", "gérera", "gère désormais", "contacter", "joindre",
    "collègue", "la personne qui", "passera par", "passez par", "passer par", "prend mon poste", "prend le poste",
    "arrive au poste", "votre contact", "tiendra", "tient désormais", "assure", "assurera",
    "comptabilité est confiée", "confié à", "confiée à", "dossier est repris", "pour la suite",
    "courriers à", "vos courriers",
)  # fmt: skip
ADDRESS_WORDS = (
    "déménag", "nouvelle adresse", "nouveaux locaux", "nouveaux bureaux", "nouveau siège", "nouveau local", "nouvel accueil",
    "notre adresse", "l'adresse est", "adresse est", "adresse devient", "adresse :", "adresse de facturation",
    "adresse postale", "changement d'adresse", "siège", "transfér", "transfert", "installés", "installons",
    "désormais au", "désormais à", "désormais situés", "situés au", "emménag", "retrouvez-nous", "nous trouverez",
    "nous serons au", "nous sommes au", "locaux", "vos fichiers", "votre fichier", "fiche client", "votre base",
    "adresse à compter",
    "code postal", "courrier", "correspondance", "paperasse", "notre bureau", "le bureau", "votre fiche",
    "vos fiches", "on est maintenant", "on est désormais", "nous voilà", "nous voici", "nous sommes désormais",
    "nous sommes maintenant", "nous avons changé", "nouvelles coordonnées", "coordonnées", "changement de locaux",
    "adresse administrative", "adresse du siège", "adresse de correspondance", "la boutique passe",
    "l'atelier passe", "on s'installe", "installé", "nouveau domicile",
    "nos bureaux", "bureaux ont", "bougé", "bougeons", "adresse correcte", "bonne adresse", "erreur d'adresse",
    "erreur dans l'adresse", "adresse erronée", "à la bonne adresse",
)  # fmt: skip
NAME_WORDS = (
    "raison sociale", "dénomination", "s'appelle", "s'appellera", "nous appelons", "nous appeller", "devient", "devenons",
    "deviendra", "devenue", "devenu", "nouveau nom", "nom :", "nom est", "renomm", "rebaptis", "fusion", "absorb",
    "changeons de nom", "changé de nom", "changement de nom", "au nom de", "à l'ordre de", "libell", "exerçons sous",
    "enseigne", "transformé en", "transformée en",
    "facturez-nous", "facturer au nom", "nous facturer", "libellez", "passe en", "passons en", "passée en",
    "passé en", "nouvelle structure", "nouvelle entité", "change de nom", "change de statut", "facturer à",
    "apport à", "reprise par",
    "prend le nom", "prenons le nom", "porte le nom", "portons le nom", "opérons sous", "sous le nom",
    "nous sommes désormais", "nous sommes maintenant",
    "facturez", "facture au nom", "factures au nom", "immatriculée sous",
)  # fmt: skip
CLOSINGS = (
    "cordialement",
    "bien cordialement",
    "bien à vous",
    "salutations",
    "merci",
    "merci d'avance",
    "meilleures salutations",
    "sincères salutations",
    "bonne journée",
    "bonne réception",
    "à bientôt",
    "envoyé de mon",
)
COMMON = (
    "le", "la", "les", "des", "et", "vous", "votre", "nous", "notre", "merci", "bonjour", "pour", "est", "une", "de",
    "pas", "avec", "commande", "facture", "paiement", "règlement", "ci-joint", "jointe", "dans", "sur", "au", "du",
    "cordialement", "virement", "avoir", "livraison", "prix", "relance", "copie", "adresse", "urgent", "relevé", "svp",
)  # fmt: skip
UNSAID = {
    "negated": (r"(?:\bne\b|\bn').{0,30}\b(?:pas|jamais|plus|rien|aucune?)\b(?! (?:tard|que))|\bpas (?:encore|pu|été)\b|\bjamais\b|\b(?:avons|ai) oublié de\b|\bomis de\b",),
    "conditional": (r"\b(?:si (?!possible|vous)|sous réserve|à (?:la )?condition|dès (?:que|réception)|une fois que|tant que|pourvu|au cas où|à réception)\b",),
    "reported": (r"\b(?:devions|devait|(?:validée?|approuvée?)\b.{0,30}\bpour (?:le )?paiement|bonne? à payer|voulions|aurions|allions|comptions|(?:chef|collègue) (?:dit|pense|m.a dit)|vous (?:dites|écrivez|affirmez|prétendez)|selon (?:vous|votre)|d'après (?:vous|votre)|soi-disant|paraît-il|prétendument)\b",),
    "hoped": (r"\b(?:espér\w{1,4}|espoir|espère|pense|pensons|crois|croyons|probablement|sans doute|peut-être|devrai\w{1,3}|devri\w{2,3}|normalement|en principe|essa(?:ie|ye|yons|ierons|yerons)|tent\w{1,4}|si tout va bien|on verra|à voir|sauf imprévu|logiquement|je suppose|a priori)\b",),
    "returned": (
        r"\b(?:virement|paiement|règlement|chèque|prélèvement|fonds|argent)\b.{0,50}\b(?:rejetée?|revenue?|retournée?|refusée?|annulée?|échoué|rappelée?|bloquée?|restituée?)\b",
        r"\b(?:rejeté|retourné|refusé|renvoyé|annulé|rappelé|bloqué)\b.{0,25}\b(?:virement|paiement|règlement|chèque|fonds)\b|\brejet (?:de|du) (?:virement|paiement|prélèvement)\b",
    ),
    "inquired": (r"\bquel(?:le|les|s)?\b.{0,90}\?",),
    "paper": (
        r"\b(?:manqu\w{1,5}|égaré\w{0,2}|perdu\w{0,2}|retrouv\w{1,5}|jamais reçu|pas reçu|introuvable)\b.{0,25}\b(?:factures?|pièces?|relevé|copie|duplicata|avoir)\b|\bfactures? (?:manquante|égarée|perdue|introuvable)s?\b",
        r"\bmerci (?:pour|de) (?:la |l'|votre |cet )?(?:nouvelle )?(?:facture|avoir|envoi)\b.{0,20}\b(?:rectifi|corrig|réémis|modifi|reçu)\w{0,8}|\bmerci (?:pour|de) (?:l'|votre )avoir\b",
        r"\b(?:dès|une fois|si|quand)\b.{0,40}\bfacture (?:rectifi|corrig)\w{1,8}",
    ),
    "earlier": (r"\b(?:avons|avions|avez|aviez|ai|avait|a)\b.{0,40}\b(?:commandé|reçu|acheté|passé)\w{0,2}\b|\b(?:été|ont été|a été) (?:livré|commandé|reçu)\w{0,2}\b|\bl'an(?:née)? (?:dernier|dernière|passé)\w{0,1}\b",),
    "tentative": (
        r"\b(?:brouillon|projet de commande|provisoire|à confirmer|sous réserve|en attente d|après (?:accord|validation)|pour (?:votre )?info(?:rmation)?|ne pas (?:traiter|expédier|livrer)|à valider|pas encore (?:validée?|approuvée?)|peut-être|éventuellement|envisage\w{0,3})\b",
        r"\b(?:jusqu'à|au moins|minimum|au maximum|maximum|environ|à peu près|autour de) (?:de )?\d|\bpar (?:semaine|mois|trimestre|an)\b|\b(?:hebdomadaire|mensuel)\w{0,6}\b|\bjusqu'à nouvel ordre\b|(?<![\w.,/-])\d{1,5} ?(?:-|à|ou) ?\d{1,5} (?:x|sacs|boîtes|cartons|pièces|unités)\b",
    ),
    "settled": (r"\b(?:tout est (?:réglé|en ordre|rentré)|c'est (?:clos|réglé|résolu)|problème (?:réglé|résolu)|(?<!n'ont )(?<!n'a )(?<!n'avait )rien (?:d'autre )?à faire(?! (?:là|ici|dans|avec|sur))|merci (?:d'avoir (?:réglé|résolu|traité)|(?:pour|de) (?:la|votre|le) (?:prompte?|rapide|remplacement)))\b",),
    "price_asked": (
        r"\bcombien\b.{0,60}\b(?:coût|cout|serai|ferai|revien|vend|pour|factur)\w{0,6}|\bdemande de (?:prix|devis|tarif)\b|\bquels? (?:serait|seraient|est|sont|sera) (?:le|les|votre|vos) (?:meilleurs? )?(?:prix|tarifs?)\b",
        r"\b(?:envoyer|faire|établir|adresser|chiffrer|faire parvenir|transmettre|souhait\w{1,5}|voudri\w{1,4}|voulons|besoin)\b.{0,30}\b(?:devis|offre de prix|cotation)\b|\bdevis (?:pour|s'il|svp)\b|\b(?:me|nous) chiffrer\b|\bvotre meilleur (?:prix|tarif)\b",
    ),
}  # fmt: skip
QUESTION_WORDS = (
    "quel", "quelle", "quels", "quelles", "pourquoi", "quand", "où", "qui", "comment", "combien", "est-ce", "y a-t-il",
    "avez-vous", "puis-je", "peut-on", "pouvons-nous", "devons-nous", "faut-il", "êtes-vous", "savez-vous",
)  # fmt: skip
SEND_WORDS = (
    "envoyer",
    "renvoyer",
    "transmettre",
    "adresser",
    "parvenir",
    "passer",
    "repasser",
    "suivre",
    "envoyez",
    "renvoyez",
    "remettre",
)
JUST_PAID = (
    r"\bven(?:ons|ais|ant) de (?:vous )?(?:virer|régler|payer)\b|\bje viens de (?:vous )?(?:virer|régler|payer)\b|\b(?:virement|règlement|paiement) (?:du jour|de ce jour)\b|\b(?:à l'instant|tout juste|tout à l'heure|il y a (?:une|deux|quelques) (?:minutes?|heures?))\b",
    r"\b(?:vien[st]|venons|venez|viennent) (?:tout juste )?d[e'] ?(?:\w{1,4} ){0,2}?(?:virer|régler|payer|solder|verser|faire|effectuer|passer|exécuter|valider|lancer|envoyer|partir|ordonner|être (?:viré|réglé|payé|soldé|versé|effectué|passé|exécuté|validé|envoyé|mis)\w{0,2})\b",
)
PAID_WORDS = (
    r"\b(?:pay(?:é|ée|és|ées|er|ons)|paiement|régl(?:é|ée|és|ées|er)|règlement|vir(?:é|ée|és|ées|er|ement|ements)|vers(?:é|ée|ement)|part(?:i|ie|is|ies)|sold(?:é|ée|ées)|chèque|mandat\w{0,3}|valeur|transfert|exécut(?:é|ée|és|ées)|débit(?:é|ée|és|ées)|prélev(?:é|ée|és|ées)|crédit(?:é|ée|és|ées)|post(?:é|ée)|encaiss(?:é|ée)|dépos(?:é|ée))\b",
)
LETTER_WORDS = (
    "relance", "relances", "courrier", "courriel", "mail", "e-mail", "email", "message", "lettre", "rappel", "relevé", "mise en demeure", "appel", "demande", "livraison",
)  # fmt: skip
NOT_PAID = (
    r"\b(?:dois|devons|doit|faut|reste à)\b.{0,30}\b(?:parler|discuter|demander|me renseigner|nous renseigner|en reparler)\b",
    r"\b(?:rien (?:sur|pour)|reste|restent|(?:est|sont) retenue?s?|bloqu\w{1,4}|attend\w{0,3}|attente|suspens|séparément|plus tard|ultérieur\w{0,6}|en litige|sauf|hors|excepté|suivra|suivront|prochain\w{0,2}|dès que|une fois que|quand vous|visa|on verra|nous verrons|à voir|à clarifier|vérifi\w{2,4}|signature|retard|planning|planifi\w{1,3}|programm\w{1,3}|échéancier)\b|[:-] (?:non|pas|rien|néant)\b",
    r"\b(?:après|suite à|outre|en plus de)\b.{0,12}\b(?:acompte|avance|arrhes|premier versement)\b",
    r"\bdéjà (?:été )?(?:soldée?|réglée?|payée?|virée?)s?\b|\b(?:pas|jamais|aucune?)\b",
)

POINTING_WORDS = (
    "la", "le", "les", "celle", "celui", "celles", "celle du", "celle de", "celui de", "celles de", "votre", "vos", "cette",
    "pour la", "sur la", "numéro",
)  # fmt: skip
PLURAL_WORDS = ("celles", "factures", "toutes celles", "les", "notes", "pièces", "vos factures")
DATED_WORDS = ("du", "datée du", "de", "en date du", "émise le", "d'")
PLACES = {
    "oldest": ("la plus ancienne", "la plus vieille", "l'ancienne", "la vieille"),
    "newest": ("la plus récente", "la dernière facture", "la récente"),
    "largest": ("la grosse", "la plus grosse", "la grande", "la plus élevée"),
    "smallest": ("la petite", "la plus petite"),
    "first": ("la première", "la 1ère", "la 1re"),
    "second": ("la deuxième", "la seconde", "la 2e", "la 2ème"),
    "third": ("la troisième", "la 3e", "la 3ème"),
    "middle": ("celle du milieu", "la ligne du milieu"),
    "last": ("la dernière",),
    "other": ("l'autre", "l'autre facture", "quant à l'autre"),
    "both": ("les deux", "toutes les deux", "ces deux factures", "les 2"),
    "three": ("les trois", "les 3"),
    "all": (
        "toutes",
        "toutes les factures",
        "l'ensemble",
        "la totalité",
        "le tout",
        "l'intégralité",
        "tout a été",
        "tout est",
        "tout réglé",
    ),
}
