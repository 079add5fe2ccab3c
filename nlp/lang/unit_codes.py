"""What units of goods are called, by the codes of UN/ECE recommendation 20 (measures, counts) and 21 (packages, with X).

Every language has the same codes. Words are compared folded (`nlp.lang.fold`) and without the points of abbreviations.
"""

# ruff: noqa: E501  # a row is one line of a table

from __future__ import annotations

from collections.abc import Mapping

# fmt: off
UNIT_CODES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "C62": ("piece", "pieces", "pc", "pcs", "unit", "units", "ea", "each", "item", "items"), "PR": ("pair", "pairs", "prs"), "DZN": ("dozen", "dozens", "doz", "dz"), "SET": ("set", "sets", "kit", "kits"),
        "KGM": ("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"), "GRM": ("g", "gr", "gram", "grams"), "TNE": ("t", "to", "tonne", "tonnes"), "LTR": ("l", "litre", "litres", "liter", "liters", "ltr"), "MLT": ("ml", "millilitre", "millilitres"),
        "MTR": ("m", "metre", "metres", "meter", "meters", "mtr"), "MTK": ("m2", "sqm", "square metre", "square metres"), "MTQ": ("m3", "cbm", "cubic metre", "cubic metres"), "HUR": ("h", "hour", "hours", "hrs"), "DAY": ("day", "days"),
        "XBX": ("box", "boxes", "bx"), "XCT": ("carton", "cartons", "ctn", "ctns"), "XCS": ("case", "cases", "cs"), "XPK": ("pack", "packs", "package", "packages", "packet", "packets", "pk", "pkt"), "XPX": ("pallet", "pallets", "plt"),
        "XBG": ("bag", "bags"), "XSA": ("sack", "sacks"), "XBO": ("bottle", "bottles", "btl"), "XRO": ("roll", "rolls"), "XCR": ("crate", "crates", "crt"), "XCI": ("canister", "canisters", "jerrican", "jerricans"), "XDR": ("drum", "drums", "barrel", "barrels"), "XBJ": ("bucket", "buckets", "pail", "pails"), "XTU": ("tube", "tubes"), "XCA": ("can", "cans", "tin", "tins"), "XJR": ("jar", "jars"), "RM": ("ream", "reams"), "XBE": ("bundle", "bundles"),
    },
    "fr": {
        "C62": ("piece", "pieces", "pce", "pces", "unite", "unites", "u", "exemplaire", "exemplaires"), "PR": ("paire", "paires"), "DZN": ("douzaine", "douzaines", "dz"), "SET": ("jeu", "jeux", "kit", "kits", "set", "sets"),
        "KGM": ("kg", "kgs", "kilo", "kilos", "kilogramme", "kilogrammes"), "GRM": ("g", "gr", "gramme", "grammes"), "TNE": ("t", "tonne", "tonnes"), "LTR": ("l", "litre", "litres"), "MLT": ("ml", "millilitre", "millilitres"),
        "MTR": ("m", "metre", "metres", "ml lineaire"), "MTK": ("m2", "metre carre", "metres carres"), "MTQ": ("m3", "metre cube", "metres cubes"), "HUR": ("h", "heure", "heures"), "DAY": ("jour", "jours"),
        "XBX": ("boite", "boites", "bte", "btes"), "XCT": ("carton", "cartons", "ctn", "cart"), "XCS": ("caisse", "caisses"), "XPK": ("paquet", "paquets", "pack", "packs", "pqt"), "XPX": ("palette", "palettes", "pal"),
        "XBG": ("sachet", "sachets", "poche", "poches"), "XSA": ("sac", "sacs"), "XBO": ("bouteille", "bouteilles", "flacon", "flacons", "bout"), "XRO": ("rouleau", "rouleaux"), "XCR": ("cageot", "cageots", "casier", "casiers"), "XCI": ("bidon", "bidons", "jerrican", "jerricans"), "XDR": ("fut", "futs", "tonneau", "tonneaux"), "XBJ": ("seau", "seaux"), "XTU": ("tube", "tubes"), "XCA": ("canette", "canettes"), "XJR": ("bocal", "bocaux", "pot", "pots"), "RM": ("ramette", "ramettes"), "XBE": ("botte", "bottes", "fagot", "fagots"),
    },
    "de": {
        "C62": ("stuck", "stueck", "stk", "st", "einheit", "einheiten", "exemplar", "exemplare"), "PR": ("paar", "paare"), "DZN": ("dutzend", "dtzd", "dz"), "SET": ("satz", "satze", "set", "sets", "garnitur", "garnituren"),
        "KGM": ("kg", "kilo", "kilos", "kilogramm"), "GRM": ("g", "gr", "gramm"), "TNE": ("t", "to", "tonne", "tonnen"), "LTR": ("l", "liter", "ltr"), "MLT": ("ml", "milliliter"),
        "MTR": ("m", "meter", "lfm", "laufmeter"), "MTK": ("m2", "qm", "quadratmeter"), "MTQ": ("m3", "cbm", "kubikmeter"), "HUR": ("h", "std", "stunde", "stunden"), "DAY": ("tag", "tage"),
        "XBX": ("box", "boxen", "schachtel", "schachteln"), "XCT": ("karton", "kartons", "ktn", "krt", "kt"), "XCS": ("kiste", "kisten", "kst", "kasten"), "XPK": ("packung", "packungen", "pack", "paket", "pakete", "packchen", "pkt", "pck", "ve", "vpe"), "XPX": ("palette", "paletten", "pal"),
        "XBG": ("beutel", "tute", "tuten"), "XSA": ("sack", "sacke"), "XBO": ("flasche", "flaschen", "fl"), "XRO": ("rolle", "rollen", "rl"), "XCR": ("steige", "steigen", "stiege", "stiegen"), "XCI": ("kanister", "kanistern", "kan"), "XDR": ("fass", "fasser", "trommel", "trommeln"), "XBJ": ("eimer", "eimern"), "XTU": ("tube", "tuben"), "XCA": ("dose", "dosen"), "XJR": ("glas", "glaser"), "RM": ("ries", "riese"), "XBE": ("bund", "bunde", "bundel"),
    },
    "nl": {
        "C62": ("stuk", "stuks", "st", "eenheid", "eenheden"), "PR": ("paar", "paren"), "DZN": ("dozijn", "dozijnen"), "SET": ("set", "sets", "stel"),
        "KGM": ("kg", "kilo", "kilogram"), "GRM": ("g", "gr", "gram"), "TNE": ("ton", "tonnen"), "LTR": ("l", "liter", "liters"), "MLT": ("ml", "milliliter"),
        "MTR": ("m", "meter", "meters"), "MTK": ("m2", "vierkante meter"), "MTQ": ("m3", "kubieke meter"), "HUR": ("uur", "uren"), "DAY": ("dag", "dagen"),
        "XBX": ("doos", "dozen", "ds"), "XCT": ("karton", "kartons"), "XCS": ("kist", "kisten"), "XPK": ("pak", "pakken", "pakket", "pakketten"), "XPX": ("pallet", "pallets"),
        "XBG": ("zakje", "zakjes"), "XSA": ("zak", "zakken"), "XBO": ("fles", "flessen"), "XRO": ("rol", "rollen"), "XCR": ("krat", "kratten"), "XCI": ("jerrycan", "jerrycans"), "XDR": ("vat", "vaten"), "XBJ": ("emmer", "emmers"), "XTU": ("tube", "tubes"), "XCA": ("blik", "blikken"), "XJR": ("pot", "potten"), "RM": ("riem", "riemen"), "XBE": ("bundel", "bundels"),
    },
    "it": {
        "C62": ("pezzo", "pezzi", "pz", "unita"), "PR": ("paio", "paia"), "DZN": ("dozzina", "dozzine"), "SET": ("set", "serie", "kit"),
        "KGM": ("kg", "chilo", "chili", "chilogrammi"), "GRM": ("g", "gr", "grammi"), "TNE": ("t", "tonnellata", "tonnellate"), "LTR": ("l", "litro", "litri"), "MLT": ("ml", "millilitri"),
        "MTR": ("m", "metro", "metri"), "MTK": ("m2", "mq", "metri quadrati"), "MTQ": ("m3", "mc", "metri cubi"), "HUR": ("ora", "ore"), "DAY": ("giorno", "giorni"),
        "XBX": ("scatola", "scatole"), "XCT": ("cartone", "cartoni"), "XCS": ("cassa", "casse"), "XPK": ("confezione", "confezioni", "pacco", "pacchi", "conf"), "XPX": ("bancale", "bancali", "pallet"),
        "XBG": ("busta", "buste"), "XSA": ("sacco", "sacchi"), "XBO": ("bottiglia", "bottiglie", "flacone", "flaconi"), "XRO": ("rotolo", "rotoli"), "XCR": ("cassetta", "cassette"), "XCI": ("tanica", "taniche"), "XDR": ("fusto", "fusti"), "XBJ": ("secchio", "secchi"), "XTU": ("tubetto", "tubetti"), "XCA": ("lattina", "lattine"), "XJR": ("vasetto", "vasetti"), "RM": ("risma", "risme"), "XBE": ("fascio", "fasci"),
    },
    "es": {
        "C62": ("pieza", "piezas", "pza", "unidad", "unidades", "ud", "uds"), "PR": ("par", "pares"), "DZN": ("docena", "docenas"), "SET": ("juego", "juegos", "kit", "kits"),
        "KGM": ("kg", "kilo", "kilos", "kilogramos"), "GRM": ("g", "gr", "gramos"), "TNE": ("t", "tonelada", "toneladas"), "LTR": ("l", "litro", "litros"), "MLT": ("ml", "mililitros"),
        "MTR": ("m", "metro", "metros"), "MTK": ("m2", "metros cuadrados"), "MTQ": ("m3", "metros cubicos"), "HUR": ("hora", "horas"), "DAY": ("dia", "dias"),
        "XBX": ("caja", "cajas"), "XCT": ("carton", "cartones"), "XCS": ("cajon", "cajones"), "XPK": ("paquete", "paquetes", "pack", "packs"), "XPX": ("pale", "pales", "palet", "palets"),
        "XBG": ("bolsa", "bolsas"), "XSA": ("saco", "sacos"), "XBO": ("botella", "botellas", "frasco", "frascos"), "XRO": ("rollo", "rollos"), "XCR": ("huacal", "huacales"), "XCI": ("garrafa", "garrafas"), "XDR": ("bidon", "bidones", "barril", "barriles"), "XBJ": ("cubo", "cubos"), "XTU": ("tubo", "tubos"), "XCA": ("lata", "latas"), "XJR": ("tarro", "tarros"), "RM": ("resma", "resmas"), "XBE": ("haz", "haces"),
    },
    "pl": {
        "C62": ("sztuka", "sztuki", "sztuk", "szt"), "PR": ("para", "pary"), "DZN": ("tuzin", "tuziny", "tuzinow"), "SET": ("zestaw", "zestawy", "zestawow", "komplet", "komplety", "kpl"),
        "KGM": ("kg", "kilogram", "kilogramy", "kilogramow"), "GRM": ("g", "gram", "gramow"), "TNE": ("t", "tona", "ton", "tony"), "LTR": ("l", "litr", "litry", "litrow"), "MLT": ("ml", "mililitrow"),
        "MTR": ("m", "metr", "metry", "metrow", "mb"), "MTK": ("m2", "metrow kwadratowych"), "MTQ": ("m3", "metrow szesciennych"), "HUR": ("godzina", "godzin", "godz"), "DAY": ("dzien", "dni"),
        "XBX": ("pudelko", "pudelka", "pudelek"), "XCT": ("karton", "kartony", "kartonow"), "XCS": ("skrzynia", "skrzynie"), "XPK": ("opakowanie", "opakowania", "opakowan", "paczka", "paczki", "paczek", "op"), "XPX": ("paleta", "palety", "palet"),
        "XBG": ("torebka", "torebki", "torebek"), "XSA": ("worek", "worki", "workow"), "XBO": ("butelka", "butelki", "butelek"), "XRO": ("rolka", "rolki", "rolek"), "XCR": ("skrzynka", "skrzynki", "skrzynek"), "XCI": ("kanister", "kanistry", "kanistrow"), "XDR": ("beczka", "beczki", "beczek"), "XBJ": ("wiadro", "wiadra", "wiader"), "XTU": ("tubka", "tubki", "tubek"), "XCA": ("puszka", "puszki", "puszek"), "XJR": ("sloik", "sloiki", "sloikow"), "RM": ("ryza", "ryzy", "ryz"), "XBE": ("wiazka", "wiazki", "wiazek"),
    },
    "pt": {
        "C62": ("peca", "pecas", "unidade", "unidades", "un"), "PR": ("par", "pares"), "DZN": ("duzia", "duzias"), "SET": ("conjunto", "conjuntos", "kit", "kits"),
        "KGM": ("kg", "quilo", "quilos", "quilogramas"), "GRM": ("g", "gr", "gramas"), "TNE": ("t", "tonelada", "toneladas"), "LTR": ("l", "litro", "litros"), "MLT": ("ml", "mililitros"),
        "MTR": ("m", "metro", "metros"), "MTK": ("m2", "metros quadrados"), "MTQ": ("m3", "metros cubicos"), "HUR": ("hora", "horas"), "DAY": ("dia", "dias"),
        "XBX": ("caixa", "caixas", "cx"), "XCT": ("cartao", "cartoes"), "XCS": ("caixote", "caixotes"), "XPK": ("pacote", "pacotes", "embalagem", "embalagens"), "XPX": ("palete", "paletes"),
        "XBG": ("bolsa", "bolsas"), "XSA": ("saco", "sacos", "saca", "sacas"), "XBO": ("garrafa", "garrafas", "frasco", "frascos"), "XRO": ("rolo", "rolos"), "XCR": ("grade", "grades"), "XCI": ("bidao", "bidoes", "garrafao", "garrafoes"), "XDR": ("tambor", "tambores", "barril", "barris"), "XBJ": ("balde", "baldes"), "XTU": ("tubo", "tubos"), "XCA": ("lata", "latas"), "XJR": ("boiao", "boioes"), "RM": ("resma", "resmas"), "XBE": ("feixe", "feixes"),
    },
}
# fmt: on
