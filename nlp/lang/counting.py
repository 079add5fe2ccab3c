"""How each language counts without a number: as many as of the goods before, twice over, the same told in other units."""

# ruff: noqa: E501  # a row is one line of a table

from __future__ import annotations

# "40 cups and the same number of saucers": so many as were counted last.
AS_MANY: dict[str, tuple[str, ...]] = {
    "en": ("the same number", "the same amount", "the same quantity", "same number", "same quantity", "equally many", "as many"),
    "fr": ("le meme nombre", "la meme quantite", "autant"),
    "de": ("gleich viele", "gleichviel", "gleich viel", "gleichviele", "ebenso viele", "ebensoviele", "ebensoviel", "genauso viele",
           "genausoviele", "genau so viele", "dieselbe menge", "die gleiche menge", "gleiche menge", "dieselbe anzahl", "die gleiche anzahl"),
    "": ("lo stesso numero", "altrettanti", "altrettante", "la misma cantidad", "otros tantos", "otras tantas", "evenveel",
         "tyle samo", "lika manga", "a mesma quantidade", "lige sa mange"),
}  # fmt: skip
# "1 pallet of sand (that is 40 bags)": the count before in other units.
THAT_IS: dict[str, tuple[str, ...]] = {
    "en": ("i.e.", "ie", "that is", "that's", "makes", "meaning", "so"),
    "fr": ("soit", "c'est-a-dire", "c.-a-d.", "donc", "ce qui fait"),
    "de": ("also", "das sind", "d.h.", "d. h.", "das heisst", "macht", "entspricht", "sprich"),
    "": ("cioe", "ovvero", "es decir", "o sea", "oftewel", "czyli", "ou seja", "dvs", "dvs."),
}
# "a few test strips (3 tins)", "una ventina di raccordi (20)": about as many as the brackets behind say.
ABOUT: dict[str, tuple[str, ...]] = {
    "en": ("a few", "a couple of", "a couple", "a handful of", "some", "several", "another few"),
    "fr": ("quelques", "plusieurs", "une dizaine de", "une dizaine d'", "une quinzaine de", "une vingtaine de", "une trentaine de", "une cinquantaine de", "une centaine de"),
    "de": ("ein paar", "paar", "einige", "etliche", "mehrere", "rund ein dutzend"),
    "": ("una decina di", "una quindicina di", "una ventina di", "una trentina di", "una cinquantina di", "alcuni", "alcune", "qualche", "un par de", "unos", "unas", "algunos",
         "algunas", "una docena de", "enkele", "een paar", "een twintigtal", "een tiental", "kilka", "nogle", "några", "et par", "ett par", "uns", "umas", "alguns"),
}  # fmt: skip
# "five times the three-year licence": the word between a number and its goods.
TIMES: dict[str, tuple[str, ...]] = {
    "en": ("times",),
    "fr": ("fois",),
    "de": ("mal",),
    "": ("maal", "volte", "veces", "razy"),
}
# What services are sold by, one row of words a unit.
TIME_UNITS: dict[str, tuple[tuple[str, ...], ...]] = {
    "hour": (("hour", "hours", "hrs"), ("heure", "heures"), ("stunde", "stunden", "std"), ("ora", "ore", "hora", "horas", "uur", "timme", "time", "timer", "godzin")),
    "day": (("day", "days"), ("jour", "jours", "journee", "journees"), ("tag", "tage", "tagen"), ("giorno", "giorni", "dia", "dias", "dag", "dagen", "dagar", "dage", "dzien", "dni")),
    "week": (("week", "weeks"), ("semaine", "semaines"), ("woche", "wochen"), ("settimana", "settimane", "semana", "semanas", "weken", "vecka", "uge", "tydzien")),
    "month": (("month", "months"), ("mois",), ("monat", "monate", "monaten"), ("mese", "mesi", "mes", "meses", "maand", "maanden", "manad", "miesiac")),
    "year": (("year", "years"), ("an", "ans", "annee", "annees"), ("jahr", "jahre", "jahren"), ("anno", "anni", "ano", "anos", "jaar", "rok", "lata")),
}  # fmt: skip
# Before a time after or within which something shall happen.
WITHIN_TIME: dict[str, tuple[str, ...]] = {
    "en": (r"in|within|inside|after|every|for the last|net",),
    "fr": (r"dans(?: les)?|sous|d'ici|apres|il y a|depuis|tous les|a|net",),
    "de": (r"in|innert|innerhalb(?: von)?|binnen|nach|vor|seit|alle|netto",),
    "": (r"tra|fra|entro|en|dentro de|hace|over|binnen|om|za|w ciagu|po",),
}
# Twelve of something.
DOZENS: dict[str, tuple[str, ...]] = {
    "en": (
        "dozen", "doz", "dz",
    ),
    "fr": (
        "douzaine", "douzaines", "douzene", "douz.",
    ),
    "de": (
        "dutzend", "duzend", "dutzent", "dtzd", "dtz", "dzd",
    ),
    "": (
        "dozijn", "dozzina", "dozzine", "docena", "docenas", "duzia", "duzias", "tuzin", "tuziny", "dussin",
    ),
}  # fmt: skip
# What goods come in, beside the units of the lexicons.
UNITS: dict[str, tuple[str, ...]] = {
    "en": (
        "tubes", "coils", "coil", "lengths", "length", "reams", "ream", "bottle", "bag", "roll", "drums", "drum",
        "packets", "packet", "tins", "tin", "cans", "can", "sheets", "bundles", "bundle", "pots", "pot", "tub",
        "bucket", "buckets", "sleeves", "btl", "btl.", "ctn", "ctns", "crt", "crate", "crates", "jars", "jar",
        "kegs", "keg", "jugs", "pallets", "pallet", "sacks",
    ),
    "fr": (
        "etui", "etuis", "couronnes", "couronne", "paquet", "touret", "tourets", "rouleau", "flacon", "bouteilles",
        "bouteille", "sac", "sachets", "sachet", "bidon", "seau", "ramettes", "ramette", "pochettes", "pochette",
        "bottes", "barres", "barre", "cart.", "bte", "btes", "bout.", "pces", "caisses", "caisse", "cageots", "fûts",
        "fût", "palettes", "bidons", "seaux", "sacs", "rouleaux", "paquets", "flacons", "bocaux", "bocal", "boîtes",
        "boîte", "plaquettes", "plaquette", "bobines", "bobine", "lots", "lot",
    ),
    "de": (
        "packl", "packerl", "packln", "packerln", "sackerl", "sackl", "kistl", "kisterl", "schachterl", "flascherl", "dosn",
        "ringe", "ring", "rolle", "dose", "kanister", "trommeln", "trommel", "bund", "bunde", "riegel", "stange",
        "stangen", "flasche", "sack", "päckchen", "pakete", "paket", "packung", "schachtel", "kiste", "fl", "fl.",
        "ktn", "ktn.", "krt", "krt.", "kst", "kst.", "kan.", "rl.", "pkt", "pkt.", "gebinde", "kasten", "kästen",
        "kisten", "flaschen", "kanistern", "dosen", "säcke", "beutel", "tüten", "gläser", "eimer", "tuben", "fass",
        "fässer", "paletten", "palette",
    ),
    "": (
        "stuks", "stuk", "st", "dozen", "doos", "pak", "pakken", "flesjes", "flessen", "rollen", "zakken", "scatole",
        "scatola", "confezioni", "confezione", "pezzi", "barattoli", "flaconi", "sacchi", "risme", "rotoli", "cajas",
        "caja", "paquetes", "botes", "unidades", "uds", "sacos", "rollos", "caixas", "caixa", "embalagens", "rolos",
        "resmas", "szt", "sztuk", "pudelek", "opakowan", "opakowania", "ryz", "krazkow", "rolek", "stycken", "paket",
        "lador", "kasser", "kasse", "stk", "pakker", "trommle", "trommla", "flaskor", "flaska", "förp", "förp.",
        "rullar", "rulle", "flasker", "poser", "påsar", "burkar", "dåser", "kartonger", "lådor", "æsker", "ruller",
        "krat", "kratten", "zak", "blikken", "potten", "tubes", "emmers", "bottiglie", "casse", "cassa", "cartoni",
        "latte", "taniche", "tubetti", "vasetti", "buste", "fusti", "botellas", "botella", "bolsas", "latas",
        "garrafas", "bidones", "cubos", "barriles", "cartones", "cajón", "pares", "garrafões", "frascos", "frasco",
        "pacotes", "pacote", "sacas", "bidões", "paczek", "paczki", "butelek", "worków", "kartonów", "kartony",
        "puszek", "zgrzewek", "par",
    ),
}  # fmt: skip
# ... of which a count in a text of our languages knows nothing: they stand before goods and name none.
PACKAGES: dict[str, tuple[str, ...]] = {
    "en": ("box", "boxes", "boxs", "pk", "pks", "pkts", "jerrycan", "jerrycans", "carton", "cartons", "ct"),
    "fr": ("jerricans", "jerrican", "blocs", "bloc", "cartons", "carton", "colis"),
    "de": ("kart", "kart.", "karton", "kartons", "zehnerpack", "fünferpack", "sechserpack", "blöcke", "block"),
    "": (
        "spande", "spand", "dunke", "dunk", "dunkar", "hinkar", "hink", "säckar", "kartoner", "kanistrów", "kanister", "kanistry", "wiader", "wiadra",
        "ks", "kus", "kusy", "kusů", "balení", "krabic", "krabice", "jerrycans", "jerrycan", "blokken", "blok", "bakken", "blocchi", "siringhe",
        "fustini", "secchi", "colli", "collo", "baldes", "balde", "bidones", "sekken", "spann", "pudełek", "pudełka", "opakowań", "worek",
    ),
}  # fmt: skip
# Two that belong together: no pack and no single thing.
PAIRS: dict[str, tuple[str, ...]] = {
    "en": ("pair", "pairs", "prs"),
    "fr": ("paire", "paires"),
    "de": ("paar", "paare"),
    "": ("paia", "pares", "pary"),
}
# Money by its colloquial names, which are no goods: "45 quid".
MONEY_NAMES: dict[str, tuple[str, ...]] = {
    "en": ("quid", "bucks", "nicker"),
    "fr": ("balles", "piasses"),
    "de": ("mäuse", "tacken", "stutz"),
    "": ("pavos", "pleuros"),
}
COLLOQUIAL_MONEY = tuple(word for words in MONEY_NAMES.values() for word in words)
ALL_DOZENS = tuple(word for words in DOZENS.values() for word in words)
ALL_UNITS = tuple(word for words in UNITS.values() for word in words)
PACKS = tuple(word for words in PACKAGES.values() for word in words)
OUR_UNITS = tuple(word for code, words in UNITS.items() if code for word in words)

# Languages in which a point behind a number makes it an ordinal: "am 15. geht es nicht".
ORDINAL_POINT = frozenset({"de", ""})

# What begins a sentence about the way of the goods, and is now and then a service that is sold.
DELIVERIES = frozenset(
    (
        "delivery",
        "deliveries",
        "shipping",
        "livraison",
        "livraisons",
        "expedition",
        "lieferung",
        "anlieferung",
        "versand",
        "levering",
        "consegna",
        "entrega",
        "dostawa",
        "leverans",
    )
)


def words_of(table: dict[str, tuple[str, ...]], languages: tuple[str, ...]) -> tuple[str, ...]:
    """The words of these languages; of their neighbours too, where a text is in none of ours."""
    codes = (*languages, "") if len(languages) > 1 else languages
    return tuple(word for code in codes for word in table.get(code, ()))
