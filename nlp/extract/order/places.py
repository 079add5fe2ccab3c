"""Numbers in a mail that count nothing: telephones, postcodes with their town, numbers of houses and rooms."""

# ruff: noqa: E501  # a pattern is one line

from __future__ import annotations

import re

PLACES = re.compile(
    r"(?<!\w)(?:[Ss]alle|[Rr]oom|[Rr]aum|[Zz]immer|[Ss]ala|[Aa]ula)[ ](?:n° ?|Nr\. ?|no\. ?)?[A-Z]?\d{1,4}(?!\w|[.,]\d)|"
    r"(?<![\w.,])(?:\+|00)?\d{2,5}(?:[ ./-]{1,2}\d{2,4}){3,6}(?!\w)|(?<![\w.,-])(?:[A-Z]{1,2}-)?\d{4,5}[ ][A-ZÄÖÜ][a-zäöüéè]{3,}|(?<!\w)[A-Z]{1,2}\d{1,2}[A-Z]?[ ]\d[A-Z]{2}(?!\w)|"
    r"(?:[Ss]tr(?:\.|aße|asse)|[Ww]eg|[Pp]latz|[Gg]asse|[Aa]llee|[Ss]traat|[Ll]aan|[Vv]ia [A-Z]\w{2,12}|[Cc]alle \w{2,12})[ ,]{1,2}\d{1,3}[a-z]?(?!\w)|"
    r"(?<=[^\W\d_][ ])\d{1,4}[a-z]?(?=,[ ](?:[A-Z]{1,2}-)?\d{4,5}[ ][A-ZÄÖÜ])|"
    r"(?<!\w)(?:[Aa]m|[Aa]n der|[Ii]n der|[Zz]um|[Zz]ur|[Aa]uf der|[Aa]uf dem|[Uu]nter den|[Hh]inter der|[Bb]eim) (?!Mo|Di|Mi|Do|Fr|Sa|So)[A-ZÄÖÜ][a-zäöüß]{4,20} \d{1,3}[a-z]?(?=[ ]?(?:[.;\n]|,[ ]\D|$))|"
    r"(?<![\w.,])\d{1,3}(?: ?(?:bis|ter))?,?[ ](?:rue|avenue|av\.|bd|boulevard|place|quai|chemin|route|impasse|allée|\w{2,12} (?:Road|Street|Lane|Avenue|Way|Close|Drive|Square))(?!\w)"
)
