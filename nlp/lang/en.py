"""English: words and phrases of order-to-cash mail."""

# ruff: noqa: E501  # a pattern is one line of a table

DECIMAL = "."
MONTHS = {
    "January": 1, "February": 2, "March": 3, "April": 4, "May": 5, "June": 6, "July": 7, "August": 8, "September": 9,
    "October": 10, "November": 11, "December": 12, "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "Jun": 6, "Jul": 7,
    "Aug": 8, "Sep": 9, "Sept": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip
WEEKDAYS = {
    "Monday": 0, "Tuesday": 1, "Wednesday": 2, "Thursday": 3, "Friday": 4, "Saturday": 5, "Sunday": 6, "mon": 0,
    "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "weds": 2, "by sat": 5,
    "for sat": 5, "on sat": 5, "by sun": 6, "for sun": 6, "on sun": 6,
}  # fmt: skip
RELATIVE_DAYS = {
    "today": 0, "today's": 0, "todays": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "this lunchtime": 0, "tonight": 0,
    "tomorrow": 1, "the day after tomorrow": 2, "yesterday": -1, "last night": -1,
}  # fmt: skip
NUMBER_WORDS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "a dozen": 12,
}  # fmt: skip
DAY_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twelfth": 12, "fifteenth": 15, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
DAY_UNITS = {
    "day": 1,
    "days": 1,
    "week": 7,
    "weeks": 7,
    "week's time": 7,
    "weeks' time": 7,
    "fortnight": 14,
    "month": 30,
    "months": 30,
    "month's time": 30,
}
END_OF = ("end of", "the end of", "end", "by the end of", "the last day of", "last day of", "the last working day of")
MIDDLE_OF = ("middle of", "the middle of", "mid", "mid-")
START_OF = ("beginning of", "start of", "the start of", "early")
THIS_MONTH = ("the month", "this month", "month")
END_OF_MONTH = ("month end", "month-end", "month's end", "months end")
WEEK_WORDS = ("week", "wk", "calendar week", "week no.")
WEEK_PHRASES = {
    "next week": 1, "the coming week": 1, "coming week": 1, "the following week": 1, "this week": 0, "the week": 0, "week": 0,
    "the week after next": 2, "week after next": 2,
}  # fmt: skip
MONTH_PHRASES = {
    "next month": 1, "the coming month": 1, "the following month": 1, "this month": 0, "the month": 0, "month": 0,
}  # fmt: skip
WEEKDAY_SHIFTS = {
    "week": 7, "in a week's time": 7, "after next": 7, "next week": 7, "fortnight": 14, "in a fortnight": 14,
    "in two weeks": 14,
}  # fmt: skip
NEXT_DAY = ("the day after", "the morning after", "the next day", "the next morning", "the following day")
PREVIOUS_DAY = ("the day before", "the evening before", "the previous day", "the day prior", "day before that")
EARLIER_DAY_WORDS = ("before", "before that", "beforehand", "prior")
LATER_WORDS = ("later", "after", "after that", "afterwards", "following")
WORKING_DAYS = ("working days", "working day", "business days", "business day")
LAST_WORDS = ("last", "on last")
WITHIN = ("within", "in", "within the next")
DAY_PREPOSITIONS = (
    "on the",
    "by the",
    "until the",
    "for the",
    "of the",
    "on or before the",
    "before the",
    "from the",
    "since the",
)
INVOICE_WORDS = ("invoice", "invoices", "inv", "inv.", "bill", "bills", "your ref", "document")
CREDIT_NOTE_WORDS = ("credit note", "credit notes", "credit memo", "cn", "credit")
LOOSE_WORDS = ("your", "number", "no.", "your no.", "on", "for")
NUMBER_SIGNS = ("no.", "no", "nr", "nos.", "nos", "number", "numbers", "num", "#", "ref", "ref.")
LIST_WORDS = ("and", "or", "plus", "as well as")
FURTHER_WORDS = (
    "and", "also", "plus", "besides", "by the way", "btw", "ps", "p.s", "oh", "as for", "in addition", "additionally",
    "moreover", "furthermore", "further", "separately", "meanwhile", "finally", "lastly", "then", "second", "secondly",
    "one more thing", "another thing", "while i'm", "while we're", "while i am", "while we are", "on another note",
    "other than that", "on top of that", "at the same time", "incidentally", "regarding", "concerning", "likewise",
)  # fmt: skip
ORDER_WORDS = (
    "purchase order", "po", "p.o.", "purchase order number", "purchase order no.", "po number", "po no.", "po no",
    "order number", "order no.", "order no", "order ref", "our order", "order", "your reference", "our reference",
    "customer order", "our ref", "requisition", "call-off",
)  # fmt: skip
ORDER_DATE_WORDS = (
    "order date",
    "po date",
    "date of order",
    "date",
    "issued",
    "raised",
    "raised on",
    "issue date",
    "ordered on",
    "dated",
)
DELIVERY_DATE_WORDS = (
    "delivery date", "requested delivery", "requested delivery date", "required by", "required date", "deliver by",
    "delivery by", "delivery", "deliver", "needed by", "need by", "due on site", "wanted by", "ship by", "arrive by",
    "on site", "required on", "required", "due date", "delivered by", "date required", "requested date", "date needed",
)  # fmt: skip
PAYMENT_DATE_WORDS = (
    "deposit date", "date of deposit", "date deposited", "deposited on", "posting date", "date of transfer", "date of execution", "run date", "payment made on", "cleared on", "remitted on", "transferred on", "wired on", "sent on", "executed on", "date of remittance", "cheque date",
    "payment date", "value date", "date of payment", "paid on", "date paid", "payment run", "bacs date", "pay date",
    "remittance date", "date", "credit date", "execution date", "transfer date", "processed on", "settlement date", "settles", "settled on", "settles on", "credited on", "debited on",
)  # fmt: skip
PAYMENT_REFERENCE_WORDS = (
    "bank reference", "bank ref", "under ref", "under ref.", "under our ref", "with reference", "with ref", "remit ref", "chaps ref", "eft ref", "eft reference", "transfer ref", "transfer no.", "transfer number", "fp ref", "wire ref", "wire reference",
    "payment reference", "payment ref", "our reference", "our ref", "remittance no.", "remittance no",
    "remittance number", "bacs reference", "bacs ref", "payment no.", "payment no", "payment number", "reference",
    "advice no.", "advice no", "remittance ref", "remittance advice no.", "transfer reference", "quote", "quoting",
    "transaction id", "ref", "ref.", "ref no.", "confirmation", "confirmation no.", "confirmation number", "transaction reference", "end to end reference", "end-to-end id", "pay ref", "trace no.", "uetr", "e2e id", "tracking no.", "auth code", "authorisation code", "authorization code", "transaction code", "transaction number", "run no.", "remittance advice", "remittance", "conf.", "under reference", "advice number", "payment id",
)  # fmt: skip
TRANSFER_TEXT_WORDS = (
    "payment reference", "payment ref", "transfer reference", "narrative", "marked", "quoting", "payment text", "payment details", "remittance text",
    "message to payee",
)  # fmt: skip
TOTAL_WORDS = (
    "total", "total amount", "amount paid", "payment total", "total paid", "payment amount", "total payment", "sum",
    "grand total", "order total", "amount transferred", "net payment", "total remitted", "order value",
)  # fmt: skip
NET_TOTAL_WORDS = (
    "total net", "net total", "total excl. vat", "subtotal", "total ex vat", "total excluding vat", "net amount",
    "net value", "net order value", "goods total", "total net of vat", "ex vat", "excl. vat", "plus vat",
)  # fmt: skip
UNITS = (
    "x", "pcs", "pc", "pcs.", "pieces", "piece", "units", "unit", "off", "ea", "each", "boxes of", "boxes", "box",
    "cartons", "carton", "packs", "pack", "packs of", "pallets", "pallet", "sets", "set", "rolls", "bags", "days", "kg",
    "litres", "m", "no.", "nr", "pairs", "cases", "case", "bottles", "licences", "months", "hours", "times", "tubs",
)  # fmt: skip
UNIT_LEVELS = {
    "pcs": "piece", "pc": "piece", "pieces": "piece", "piece": "piece", "units": "piece", "unit": "piece", "ea": "piece",
    "each": "piece", "off": "piece", "boxes": "pack", "box": "pack", "packs": "pack", "pack": "pack", "packets": "pack",
    "packages": "pack", "cartons": "case", "carton": "case", "cases": "case", "case": "case",
}  # fmt: skip
QUANTITY_WORDS = ("quantity", "qty", "quantity ordered", "no. of units")
ROW_WORDS = ("vat", "tax", "carried forward", "brought forward", "page", "gross", "currency", "balance")
SUM_WORDS = ("in total", "altogether", "making", "comes to", "for a total of", "total of")
EARLIER_WORDS = (
    "same again", "same as last", "same order as", "as last time", "like last time", "we had last time", "usual order",
    "the usual", "as before plus", "repeat of our",
)  # fmt: skip
IDLE_WORDS = ("please", "thanks", "for", "by", "on", "until", "before", "to", "and", "as usual", "asap", "each")
REQUEST_WORDS = (
    "please", "can we have", "could we have", "can i have", "could i have", "can we get", "can i get", "may we have",
    "we need", "i need", "we'd like", "i'd like", "we would like", "could you send", "can you send", "put us down for",
    "could you supply", "we will take", "we'll take", "send us", "we are after", "kindly send", "we require", "book us",
)  # fmt: skip
OTHER_DOCUMENTS = (
    "goods received", "delivery note", "packing list", "remittance", "payment advice", "statement of account", "invoice",
    "credit note", "debit note", "agreement", "quotation", "inspection report", "return note", "complaint", "proof of delivery",
)  # fmt: skip
PRICE_WORDS = ("at", "@", "each", "per unit", "a piece", "unit price", "per", "apiece", "price", "for")
INSTEAD_OF = ("instead of", "rather than", "in place of", "not the", "down from", "up from", "from", "was")
REST_WORDS = (
    "the rest",
    "whatever's left",
    "what's left",
    "whatever is left",
    "what is left",
    "rest on",
    "rest by",
    "rest with",
    "rest at",
    "rest in",
    "rest to follow",
    "rest follows",
    "rest next",
    "rest end of",
    "the remainder",
    "remainder",
    "the balance",
    "remaining",
    "the remaining",
    "the other half",
    "what is left",
    "what's left",
)
SHARES = {
    "half": "1/2", "one half": "1/2", "50 %": "1/2", "50%": "1/2", "a third": "1/3", "one third": "1/3", "a quarter": "1/4",
    "two thirds": "2/3", "the second half": "1/2", "first half": "1/2",
}  # fmt: skip
SAME_AGAIN = ("the same again", "another", "the same", "same again", "a further", "a second one", "likewise")
SAME_DAY = ("same day", "same date", "on the same day", "ditto", "same run", "likewise")
PERIODS = {
    "monthly": 30, "a month": 30, "per month": 30, "each month": 30, "of each month": 30, "of every month": 30, "of the month each time": 30, "every month": 30, "weekly": 7, "a week": 7,
    "per week": 7, "every week": 7, "each week": 7, "fortnightly": 14, "every two weeks": 14, "every fortnight": 14,
}  # fmt: skip
INSTALMENT_WORDS = (
    "instalments",
    "installments",
    "payments",
    "parts",
    "tranches",
    "goes",
    "lots",
    "halves",
    "chunks",
    "bits",
    "thirds",
)
BECAUSE_WORDS = (
    "for",
    "because",
    "as",
    "due to",
    "on account of",
    "owing to",
    "since",
    "against",
    "over",
    "in respect of",
    "to cover",
)
KEPT_BACK = (
    "deduct", "withheld", "withhold", "kept back", "kept", "held back", "less the", "less your", "less our", "less a", "minus", "net of", "short-paid",
    "short paid", "taken off", "took off", "knocked off", "took out", "taken out", "offset", "set off", "reduced by", "retained", "retention",
    "docked", "shaved", "left out", "debited",
)  # fmt: skip
TOO_MUCH = (
    "too much", "too high", "too dear", "overcharge", "overcharged", "over-charged", "difference", "credit", "deducted", "kept back",
    "withheld", "held back", "short", "missing", "excess", "should not have", "refund", "disputed", "dispute",
    "variance", "back to us", "knock", "off the bill", "take off", "overpaid", "overbilled", "we do not owe", "we don't owe", "don't feel we owe", "over-billed", "want back", "wants back", "stays here", "come off", "coming off",
    "over the top", "over-invoiced", "holding back", "hold back", "keeping back", "keep back", "deducting", "deduct", "passing on", "take off it", "drop off", "want it off", "off it", "we want off", "comes off",
    "stays where it is", "stays put", "stays with us", "stays unpaid",
)  # fmt: skip
WITHHOLD_WORDS = (
    "hold", "holding", "hold back", "holding back", "keep", "keep back", "keeping back", "keeping", "held back", "kept back", "withhold", "withholding", "withheld", "deduct", "deducting", "deducted", "knock", "knocked", "knocking", "take", "taking", "took", "drop", "minus", "short-pay by", "credit us", "owe us", "owe me", "refund", "refund us",
)  # fmt: skip
WITHHOLD_TAILS = (
    "off", "back", "off it", "from", "for", "until", "till", "because", "on account of", "off the bill", "please", "then",
)  # fmt: skip
THRESHOLD_WORDS = (
    "over", "above", "from", "more than", "at least", "up to", "under", "below", "beyond", "exceeding", "upwards of", "minimum", "minimum of", "less than", "as of",
)  # fmt: skip
NEWEST_DOCUMENT = (
    r"\b(?:last|latest|most recent|newest|recent) (?:\w{1,12} ){0,1}(?:delivery|deliveries|shipment|consignment|drop|order|invoice|bill|lot|batch|load|pallet|parcel|box|visit)\b",
)
LATTER_WORDS = ("on the second", "the other one", "the latter", "the second one", "the last one", "latter")
DENIALS = ("not", "don't", "do not", "no")
ADVICE_HABITS = (
    r"\b(?:apolog\w{1,5}|forgive|pardon|excuse|bear with|patience|patient|inconvenience|doubts?|clarifications?|confirm and close)\b",
    r"\b(?:be )?(?:informed|advised)\b|\b(?:attach\w{0,8}|enclosed|find|below|note|clear|tick|update|annex\w{0,3}|book|allocate|match|acknowledge|queries|questions|contact)\b",
    r"\bapply (?:it|this|these|as|against|to|the (?:payment|funds|amount|transfer))\b|\brefer to\b|\bpost (?:it|this|the payment|as|to|against)\b|\bdiscrepanc\w{1,4}\b",
    r"^\W{0,3}(?:please )?(?:double.?)?check(?: (?:at |on )?(?:your|the) [a-z]{3,8})?(?: please)?\W{0,4}$|\b(?:mark|cross) (?:it|this|that|us|them|these) off\b|\btake us off\b",
    r"\b(?:withdraw|cancel|stop|disregard|ignore|drop) (?:the |your |this |these |all |further )?(?:reminders?|chas\w{1,4}|letters?)\b|\b(?:received|sent to you|got) (?:it |this |this e-?mail |this message )?in error\b",
)
NEGATIONS = ("not", "no", "never", "don't", "doesn't", "isn't", "aren't", "haven't", "hasn't", "can't", "won't")
CUES = {
    "order": (
        (1.0, r"\b(?:we|i)(?: would|'d)? (?:like|wish|want) to (?:place an |re-?)?order\b"),
        (1.0, r"\bplease (?:supply|send us \d|book in|enter|process) .{0,30}\b(?:order|following|items|goods)\b"),
        (1.0, r"\bplease (?:find|see) .{0,25}(?:purchase |new |our )?order\b(?! confirmation)"),
        (0.9, r"\border please\b|\bplease (?:send|deliver) (?:us )?(?:another |a further )?\d{1,5} \b|\border attached\b|\battached (?:is |you will find )?(?:our |a |the )?(?:new |purchase )*(?:order|po)\b"),
        (0.9, r"\bnew (?:purchase )?order\b|\bpurchase order (?:for|in|is|attached)\b|\bpo (?:attached|enclosed|for)\b"),
        (0.8, r"\b(?:need|want|order|require|take|after|supply|send us) (?:another |a further )?(?:\d{1,5}|two|three|four|five|six|ten)\b(?! (?:days|weeks))"),
        (0.7, r"\bplease (?:acknowledge|confirm) (?:receipt of )?(?:this|the|our) order\b|\bplease order\b|\bplease supply\b"),
        (0.6, r"\b(?:this is |here is |here's )?our (?:purchase )?order\b|\border file\b|\border below\b|\bcall[- ]off\b"),
        (0.5, r"\bsame again\b|\bre-?order\b|\bdeliver(?:y)? (?:to|by|on|date)\b"),
    ),
    "order_change": (
        (0.9, r"\b(?:reduce|increase|cut|raise|drop|bump)\b.{0,40}\b(?:to|by|from) \d"),
        (0.9, r"\badd\b.{0,60}\b(?:to|on) (?:the |our )?(?:order|po|[a-z]{2,4}-\d)"),
        (1.0, r"\bcancel(?:led|ling)?\b.{0,40}\b(?:order|po|line|item|the whole)\b|\bcancel [a-z]{1,4}-?\d"),
        (1.0, r"\b(?:change|amend|update|revise|alter|increase|reduce|adjust)\b.{0,50}\b(?:order|po|quantity|quantities|line|qty)\b"),
        (1.0, r"\b(?:push|move|bring|put|postpone|delay|reschedule)\b.{0,40}\b(?:delivery|date|back|forward|order|shipment)\b"),
        (0.9, r"\binstead of (?:the )?\d|\b\d{1,5} (?:rather than|instead of|not)\b|\bmake (?:it|that|them) \d"),
        (0.9, r"\b(?:order|po)\b.{0,60}\b(?:no longer (?:need|require)|withdraw|amended|amendment|changed?)\b"),
        (0.9, r"\bno longer (?:need|require)\b|\bdelivery .{0,30}\b(?:later|earlier)\b|\bchange to (?:our )?(?:order|po)\b"),
        (0.9, r"\bscrap\b.{0,30}\b(?:order|po|[a-z]{1,4}-?\d)|\bdo(?:n't| not) need (?:it|them|the order) any ?more\b"),
        (0.6, r"\b(?:one|a) (?:small )?change\b|\bplease (?:cancel|amend)\b|\bcan (?:we|you) (?:change|increase|reduce|add)\b"),
    ),
    "remittance": (
        (0.8, r"\b(?:went|gone) (?:over|across|out|through|off)\b.{0,25}\b(?:yesterday|today|this morning|last (?:week|night)|on (?:the|mon|tues|wednes|thurs|fri|satur|sun)|\d)"),
        (0.8, r"\b(?:lodged|deposited) (?:today|yesterday|on|this morning)\b"),
        (0.9, r"\bpayment (?:by|via) (?:bacs|chaps|faster payment|bank transfer|transfer|sepa|cheque|wire)\b(?! (?:only|please))"),
        (0.8, r"\b(?:we|i)(?:'ve| have) short[- ]?paid\b|\bshort[- ]?paid\b.{0,20}\bby\b"),
        (0.9, r"\b(?:was|were|been) (?:paid|settled|cleared|transferred|remitted) (?:on|by|via|in full)\b"),
        (1.0, r"\bremittance\b|\bpayment advice\b|\badvice of payment\b"),
        (1.0, r"\b(?:we|i)(?:'ve| have)? (?:just |today |now )*(?:paid|transferred|remitted|wired|settled|sent (?:you )?(?:a )?payment)\b"),
        (0.9, r"\b(?:payment|bacs|transfer|wire|chaps)\b.{0,40}\b(?:went|gone|sent|made|is on its way|on the way|released|left|processed|has been|was)\b"),
        (0.9, r"\b(?:sent|paid|wired|transferred) (?:you |over )?(?:the sum of )?(?:gbp|eur|chf|usd|£|€|\$)? ?\d"),
        (0.7, r"\bbreakdown\b.{0,40}\b(?:payment|attached)\b|\bpayment (?:run|today|breakdown|details|list)\b"),
        (0.8, r"\b(?:cleared|left|went out|gone out)\b.{0,40}\b(?:our (?:side|account|bank)|yesterday|today|this morning)\b|\bcheque\b.{0,30}\b(?:post|sent|on its way)\b"),
        (0.6, r"\bto settle\b|\bin settlement\b|\bpayment of (?:eur|gbp|chf|£|€|\d)"),
    ),
    "dispute": (
        (0.8, r"\b(?:discount|rebate)\b.{0,60}\b(?:not (?:been )?(?:applied|granted|deducted|given)|missing|forgotten|wasn't|hasn't)"),
        (0.8, r"\b(?:don't|do not|doesn't|does not) match\b|\bzero[- ]rated\b|\bstop chasing\b"),
        (1.0, r"\bdisput(?:e|ed|ing)\b|\bcontest(?:ing)?\b|\bwe (?:do not|don't|cannot|can't) accept\b|\bquery(?:ing)? (?:this|the|your) invoice\b"),
        (1.0, r"\b(?:damaged|soaked|ripped|torn|broken|faulty|defective|cracked|smashed|crushed|dented|leaking)\b"),
        (1.0, r"\b(?:over-?charged|charged (?:us )?(?:twice|too much)|billed (?:us )?(?:twice|too much)|wrong (?:price|item|goods|product|size|part)|incorrect (?:price|vat|amount))\b"),
        (1.0, r"\b(?:never|not|n't|yet to) (?:been )?(?:received?|delivered|arrived?|ordered|turned up|shown up)\b|\bnever (?:came|had|got|asked)\b"),
        (1.0, r"\b(?:kept back|withheld|held back|short[- ](?:delivered|shipped|paid)|shortage|missing from|deducted)\b"),
        (0.9, r"\balready (?:been )?paid\b|\bpaid (?:this|it|that) (?:already|on|in|last)\b|\bduplicate (?:invoice|of)\b|\bthe same (?:delivery|goods|order)\b.{0,40}\b(?:twice|again)\b"),
        (0.9, r"\b(?:please|kindly) credit\b|\bonly (?:sent|received|got|given|delivered|had)\b"),
        (0.8, r"\b(?:please )?(?:issue|raise|send)(?: us)?(?: a| the)? credit(?: note)?\b|\bcredit note please\b|\bwaiting (?:for|on) (?:a |your |the )?credit\b"),
        (0.8, r"\bwe (?:shall|will|are) not (?:be )?pay(?:ing)?\b|\bwon't (?:be )?pay(?:ing)?\b|\bnot (?:going to be )?(?:paid|payable|passed) until\b|\binvoice stays\b|\b(?:on hold|blocked)\b"),
        (0.6, r"\b(?:stop|withdraw) (?:the |your |these )?(?:reminders?|dunning|chasing)\b|\bcancel (?:the|this|that) (?:\w{1,12} )?(?:one|invoice)\b"),
        (0.8, r"\b(?:po|purchase order) number (?:is )?(?:missing|wrong)\b|\bno (?:valid )?(?:po|purchase order|order) (?:number|no|ref|reference)\b|\bre-?issue (?:it|them|this|with)\b|\bwrong (?:entity|address|company|po|legal)\b|\b(?:reissue|re-issue|correct(?:ed)?) (?:the |this |your )?invoice\b"),
    ),
    "promise": (
        (0.9, r"\b(?:can|could|will) (?:do|manage|afford|pay)\b.{0,20}\d.{0,20}\b(?:a|per|each|every) (?:week|month)\b|\b\d.{0,12}\b(?:a|per) (?:week|month)\b.{0,20}\b(?:starting|from|until)\b"),
        (1.0, r"\b(?:will|shall|'ll) (?:be )?(?:pay|paid|transfer(?:red)?|settled?|remit(?:ted)?|clear(?:ed)?|receive(?:d)?|follow)\b.{0,70}\b(?:on|by|in|before|end|week|until)\b"),
        (1.0, r"\binstal?ments?\b|\bpayment plan\b|\bpay (?:it |this )?(?:off|in (?:two|three|four|\d))\b|\bspread\b.{0,30}\bpayment\b"),
        (0.9, r"\b(?:will be|is) (?:included )?in (?:the |our |next )?(?:\w{1,12} )?(?:payment )?run\b|\bpayment (?:is )?(?:scheduled|planned|due to go)\b"),
        (0.9, r"\b(?:we|i) (?:are |am )?(?:pay|paying|settle|settling|transfer|transferring)\b.{0,60}\b(?:on|by|end of|next|before)\b"),
        (0.8, r"\b(?:you (?:will|'ll|shall) have|expect) (?:the |your |our )?(?:money|payment|funds|balance)\b|\bin your account (?:on|by)\b|\bwill be in your account\b"),
        (0.7, r"\b(?:can|could|propose to|intend to|plan to|going to|able to) (?:pay|settle|clear|transfer)\b|\bpromise\b|\bfollows? on\b"),
        (0.5, r"\bbear with us\b|\bcash ?flow\b|\bwe will pay\b|\bi will pay\b"),
    ),
    "query": (
        (0.9, r"\bwould you mind\b|\b(?:can't|cannot|could not|couldn't) (?:see|find|locate|trace)\b"),
        (0.9, r"\b(?:what is|what's|which|how much)\b.{0,80}\?"),
        (0.9, r"\b(?:could|can|would|will) you (?:please )?(?:send|forward|confirm|let|tell|provide|resend|email|advise|check|clarify|share|explain)\b"),
        (0.9, r"\bplease (?:send|forward|resend|provide|confirm|let us know|let me know|advise|email)\b(?! (?:the |our |this )?order)"),
        (0.7, r"\?"),
        (0.6, r"\b(?:we are|i am|i'm|we're) (?:missing|looking for|chasing|after)\b|\bwhen (?:will|is|can|does)\b|\bwhere (?:is|has|are)\b|\b(?:want|need) a\b|\bany (?:news|update)\b"),
    ),
    "master_data": (
        (1.0, r"\b(?:company|firm|practice|business|we) (?:is|are) now (?:called|known as|trading as)\b|\bchange (?:our|the) (?:billing |invoice |registered )?(?:address|e-?mail|name|contact)\b"),
        (1.0, r"\b(?:new|change of|changed|our own|updated?|different) (?:(?:invoice|billing|postal|registered|email|e-mail|delivery|company|bank) )?(?:address|vat (?:number|no|id)|bank(?: account| details)?|iban|e-?mail(?: address)?|name|contact)\b"),
        (1.0, r"\bwe(?:'ve| have| are|'re) (?:moved|moving|relocat\w{2,4}|changed (?:our )?(?:name|bank|address)|renamed|now called)\b"),
        (0.9, r"\bsend (?:all |any |your |future )*(?:invoices|reminders|statements) (?:only )?to\b|\binvoices (?:should|must|to) (?:now )?(?:be sent|go)\b"),
        (0.9, r"\bupdate (?:your|our|the) (?:records|details|file|files|master data|vendor)\b|\bplease (?:note|update|put) our (?:new|own)\b"),
        (0.8, r"\b(?:has left|no longer with|is leaving|retired).{0,60}\b(?:contact|replaced|please)\b|\bnew contact\b|\btaken over (?:from|by)\b"),
    ),
    "auto_reply": (
        (1.0, r"\bout of (?:the )?office\b|\bautomatic (?:reply|response)\b|\bauto[- ]?reply\b"),
        (0.9, r"\bi am (?:currently )?(?:away|on leave|on holiday|on annual leave)\b|\bthis is an automat(?:ed|ic)\b"),
        (0.8, r"\b(?:your (?:request|message|ticket) has been (?:received|logged)|we have received your (?:message|e-?mail))\b"),
    ),
    "spam": (
        (1.0, r"\b(?:seo|search engine|google ranking|web design|backlinks?|leads? generation|qualified (?:leads|appointments))\b"),
        (1.0, r"\b(?:lottery|inheritance|bitcoin|crypto|winner|casino|viagra|loan offer|million dollars)\b"),
        (0.9, r"\bunsubscribe\b|\bopt[- ]out\b|\bspecial offer\b|\bfree trial\b|\bbook (?:a )?(?:demo|slot|call)\b|\bno obligation\b"),
        (0.9, r"\bverify your (?:account|mailbox|password)\b|\bclick (?:here|the link|below)\b|\bpassword (?:expires|will expire)\b|\bmailbox is (?:full|almost)\b"),
        (0.8, r"\b(?:do not|don't) (?:telephone|call|phone|ring|contact)\b|\b(?:phones?|phone lines?|(?:our|the) lines?|switchboard) (?:are|is) (?:down|under|being|out|not)\b|\bno calls\b|\bkeep (?:this|it) (?:quiet|between us|confidential)\b|\bstrictly (?:confidential|between us)\b|\bgift cards?\b|\bi came across your (?:website|company)\b"),
    ),
    "other": (
        (1.0, r"\b(?:our invoice|your order) .{0,40}\battached\b.{0,80}\bpayment (?:terms|within)\b"),
        (0.8, r"\bunsubscribe\b|\bnewsletter\b|\bleave the list\b|\byou (?:get|receive) this because\b"),
        (0.8, r"\b(?:thank you for your (?:order|business)|our invoice|invoice from us)\b"),
        (0.7, r"\b(?:job application|my cv|vacancy|supplier (?:questionnaire|audit)|season's greetings|merry christmas|closed (?:from|between))\b"),
    ),
}  # fmt: skip
TOPICS = {
    "invoice_copy": (
        (1.0, r"\b(?:copy|copies|duplicate) .{0,30}\binvoices?\b|\b(?:resend|re-send|send|forward|email\w{0,3}|see|need|missing|want|provide|find|locate|have).{0,40}\binvoices?\b"),
        (0.8, r"\b(?:copy|copies|duplicate|pdf)\b|\b(?:don't have|can't find|cannot find|never received|not received|no trace of|mislaid|lost)\b.{0,40}\b(?:it|invoice)\b"),
        (-0.8, r"\bstatement\b|\bbank details\b"),
    ),
    "statement": (
        (1.2, r"\bstatement\b|\baccount balance\b|\bbalance (?:on|of) (?:our|the) account\b|\binvoices are (?:still )?(?:open|outstanding|unpaid|due)\b|\b(?:open|outstanding) items\b|\bwhat (?:do )?we (?:still )?owe\b|\b(?:whatever|what|everything|anything|all)\b.{0,12}\b(?:open|outstanding|unpaid)\b|\b(?:list|overview) of (?:all )?(?:open|outstanding|unpaid)\b"),
    ),
    "bank_details": (
        (1.2, r"\bbank (?:account )?details\b|\bsort code\b|\biban\b|\baccount number\b|\bbank (?:account|verification)\b|\bwhich account\b|\bwhere (?:should|do|to) (?:we )?(?:pay|send)\b"),
    ),
    "order_status": (
        (1.0, r"\bwhere (?:is|has|are|'s)\b.{0,40}\b(?:got to|order|delivery|goods|shipment|parcel)?\b|\b(?:order|delivery) status\b|\bstatus of\b|\btracking\b|\beta\b|\b(?:any )?(?:news|update) (?:on|about|of|for)\b"),
        (-1.0, r"\bcredit(?: notes?)?\b|\breminder\b|\bquot(?:e|ation)\b|\b(?:rep|representative)\b"),
        (1.0, r"\bwhen (?:will|can|is|are|do|should)\b.{0,50}\b(?:deliver|ship|arrive|dispatch|expect|come|leave|get)|\b(?:shipped|dispatched|left) yet\b|\bexpected (?:delivery|dispatch)\b|\blead time\b"),
    ),
    "due_date": (
        (1.1, r"\bdue date\b|\bwhen (?:is|does|are|was).{0,50}\b(?:due|payable)\b|\bpayment terms?\b|\bpayable (?:by|on)\b|\bfalls? due\b|\bdue (?:on )?(?:which|what)\b"),
    ),
    "other": (
        (0.8, r"\b(?:certificate|declaration|data ?sheet|catalogue|price list|questionnaire|w-?9|insurance|opening hours|form)\b"),
        (0.3, r"\b(?:pods?|proofs? of delivery|delivery (?:notes?|dockets?)|reverse charge|m?sds|warranty|quotation|samples?)\b"),
    ),
}  # fmt: skip
REASONS = {
    "price": (
        (1.0, r"\b(?:wrong|incorrect|different|agreed|higher|old|contract|unit|list) (?:unit )?(?:price|rate|prices)\b|\bover-?charg|\btoo (?:much|high|expensive)\b|\bprice (?:is|was|of|on|per|should|difference|increase|we agreed)\b|\b(?:your|the) (?:quote|quotation)\b|\bquoted\b|\b(?:charged|billed|invoiced) (?:us )?(?:at )?[£€$]?\d{1,6}[.,]\d\d\b"),
    ),
    "quantity": (
        (1.0, r"\bshort(?:age|[- ]delivered|[- ]shipped|[- ]delivery| by)?\b|\bmissing\b|\bonly (?:received|got|had|delivered|\d)|\b(?:received|got|delivered|has|counted|had) (?:only |just )?(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)\b.{0,40}\b(?:not|instead|of|invoiced|billed|charged)\b"),
        (0.8, r"\b(?:charged|invoiced|billed) (?:us )?(?:for )?(?:\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b.{0,90}\b(?:received|has|got|delivered|counted)\b|\bquantity\b|\bour count\b"),
    ),
    "damaged": (
        (1.3, r"\b(?:damag|broken|split|torn|ripped|soaked|unusable|faulty|defective|crack(?:ed|s|ing)\b|smash|crush|dent(?:ed|s)?\b|leak|won't (?:power|start|turn)|does(?:n't| not) work|wet(?:ted)?\b|damp\b|burst|stained|mouldy|melted|spoil|scratched|rust|out of date|expired|mould|contaminat|poor quality)"),
    ),
    "not_delivered": (
        (1.2, r"\b(?:never|not|n't|yet to) (?:yet )?(?:been )?(?:received?|delivered|arrived?|turned up|shown up|come)\b|\bnever (?:came|got|saw|had)\b|\bno (?:delivery|proof of delivery|pod|trace of (?:the )?(?:goods|delivery))\b|\bnon-?delivery\b|\blost in transit\b"),
        (-0.7, r"\binvoice (?:never|not|hasn't|has not)\b|\bnever (?:received|had|got|saw) (?:the |this |that |your )?invoice\b"),
    ),
    "wrong_item": (
        (1.2, r"\bwrong (?:item|goods|product|part|model|size|colour|type|article|motors?|one|version|\w{3,12} delivered)\b|\bnot what we ordered\b|\b(?:sent|delivered|received|got|shipped|are|they're) .{0,50}\b(?:instead of|rather than|but we ordered|we (?:ordered|drew|asked for))\b|\bwe ordered .{0,50}\b(?:but|you) (?:sent|got|received|delivered)\b|\buntil the right\b"),
    ),
    "duplicate": (
        (1.2, r"\b(?:twice|duplicate[ds]?|double[- ](?:billed|charged|invoiced)|second time|same (?:invoice|delivery|goods|delivery note|order|again)|already (?:been )?(?:invoiced|billed|charged)|very same|both invoices|two invoices)\b"),
    ),
    "already_paid": (
        (1.3, r"\b(?:already|long since|long ago) (?:been )?(?:paid|settled|transferred|cleared)\b|\bpaid (?:this|it|that|the)?.{0,20}\b(?:already|weeks ago|last (?:week|month))\b|\b(?:was|were|been) (?:paid|settled|cleared) (?:on|in|by|last)\b|\bpaid (?:it|this|that|the invoice|in full )?(?: in full)?(?:on|in|last)\b|\b(?:we|i) paid\b|\bmoney (?:has )?left our\b|\bpayment (?:was|has been) made\b|\bcrossed\b"),
    ),
    "tax": (
        (1.3, r"\b(?:vat|tax)\b.{0,60}\b(?:wrong|incorrect|reverse charge|should|exempt|zero|rate|not|charged)\b|\breverse charge\b|\b(?:wrong|incorrect|without|charged) (?:vat|tax)\b|\bvat rate\b"),
        (-1.3, r"\b(?:with|including|incl\.?|plus|excluding|new|own) (?:the )?vat\b"),
    ),
    "invoice_form": (
        (1.2, r"\b(?:po|purchase order|order|cost cent(?:re|er)) (?:number|no\.?|reference|ref) (?:is |was )?(?:missing|wrong|not|incorrect|does not|required)\b|\bwithout (?:a |our |the |any )?(?:valid )?(?:po|purchase order|order number|reference)\b|\bno (?:valid )?(?:po|purchase order|order) (?:number|reference)\b|\bwrong (?:entity|legal entity|address|company|name|recipient)\b|\b(?:made out|addressed|billed|issued) to\b|\b(?:re-?issue|correct(?:ed)? invoice|rejected? (?:by|in) (?:our|the) (?:system|portal|workflow))\b"),
    ),
    "not_ordered": (
        (1.3, r"\b(?:never|not|n't|no one|nobody) (?:here )?(?:have |has )?(?:ordered|placed|asked for|requested|commissioned|subscribed)\b|\b(?:we|i) never signed\b|\bdid(?:n't| not) order\b|\bno (?:record|trace) of (?:any |an |this |such an )?order\b|\bunsolicited\b|\bnot ours\b"),
    ),
    "contract_terms": (
        (1.2, r"\b(?:contract|framework|agreement|terms?)\b.{0,60}\b(?:discount|rebate|payment|days|due|bonus|says|states|provides|allows|retention)\b|\b(?:carriage|freight|delivery|shipping)[- ](?:free|paid|included)\b|\bfree (?:carriage|freight|delivery|shipping)\b|\b(?:rebate|bonus|early payment discount|cash discount|prompt payment|settlement discount|volume discount|payment terms|retention|net \d\d)\b|\bnot (?:yet )?due\b"),
    ),
    "other": ((0.3, r"\b(?:dispute|disagree|object|contest|complain)"),),
}  # fmt: skip
DEDUCTIONS = {
    "discount": ((1.0, r"\b(?:discount|disc\.?|prompt payment|settlement discount|early payment)\b"),),
    "credit_note": ((1.0, r"\bcredit(?: note| memo)?\b|\bcn\b"),),
    "dispute": ((0.9, r"\bvat\b.{0,40}\b(?:withheld|held back|deducted|kept back|taken off|left out)|\b(?:withheld|held back|deducted|kept back|less|minus)\b.{0,30}\bvat\b"), (1.9, r"\b(?:never|not) (?:been )?(?:agreed|arranged|ordered)\b|\bwrongly (?:billed|charged|invoiced)\b|\b(?:charged|billed|invoiced) (?:in error|by mistake|wrongly)\b"), (1.0, r"\b(?:stain\w{0,3}|scratch\w{0,3}|dent\w{0,3}|chipped|bent|mould\w{0,2}|rusty|burst|expired|incomplete|shortfall|under-?deliver\w{0,3}|damag\w{0,6}|broken|missing|short\w{0,8}|split|torn|soaked|leak\w{0,3}|disput\w{0,3}|faulty|defective|wrong|debit note|claim|returned?|price|cracked|not received)\b"), (0.3, r"\b(?:withheld|kept back|deduct\w{0,4})\b"),),
    "bank_charge": ((1.1, r"\b(?:aib|hsbc|barclays|lloyds|natwest|santander|revolut|wise|monzo|paypal|stripe|sparkasse|volksbank|raiffeisen\w{0,10}|commerzbank|deutsche bank|postbank|postfinance|ubs|erste|bawag|bnp|lcl|credit agricole|credit mutuel|caisse d'epargne|societe generale|banque postale|desjardins|ing|kbc|belfius|fortis|unicredit|institution|building society|credit union)\b.{0,20}\b(?:took|kept|takes|held|holds|charged?|deducted|pocketed|skimmed|helped|swallowed|robbed|pinched|nicked|ate|stung|docked|creamed)\b|\bbank\b.{0,20}\b(?:held|pocketed|skimmed|helped itself|swallowed|robbed|pinched|nicked|ate|stung|docked|creamed|shaved)\b|\b(?:bank|transfer|wire|lifting|swift|sepa) (?:charges?|fees?|costs?)\b|\bcharges\b|\bbank\b.{0,40}\b(?:took|taken|kept|takes|charged?|deducted)\b|\b(?:correspondent|intermediary|transfer agent)\b|\d (?:eur|gbp|usd|chf|euros?|pounds|dollars?)? ?(?:in|of|as) fees\b|\bfees? (?:from|by|of) (?:the|our|your) bank\b|\bbank\b.{0,40}\bfees?\b"),),
    "other": ((0.95, r"\b(?:agreed|arranged|as discussed|okayed|ok'd|signed off|approved by)\b"), (-0.95, r"\b(?:discount|credit(?: note| memo)?|bank)\b"), (1.5, r"\b(?:pswt|wht|withholding(?: tax)?|rct|cis deduct\w{0,4})\b"), (1.1, r"\b(?:taken back|took back|collected back)\b"), (0.9, r"\b(?:freight|carriage|postage|shipping|demurrage)\b"), (1.5, r"\b(?:advertising|marketing|listing fee|fine|fines|rebate|bonus|kickback|penalty|liquidated damages|late deliver(?:y|ies)|marketing contribution|commission)\b"), (0.5, r"\b(?:retention|offset|other|contra)\b"),),
}  # fmt: skip
MONEY_WENT = (
    r"\b(?:went|gone|going|put|pushed|fired|sent) (?:it |that |them |both |this |the \w{1,12} |your \w{1,8} ){0,2}(?:out|over|off|across|through|into your|in to your)\b|\b(?:it's|is|are|has|have|all|both) (?:been )?gone\b",
    r"\b(?:left|leaving) (?:us|here|our|the|my)\b|\b(?:cleared|debited|taken) (?:from |on |out |off )(?:our|the|my)?\b|\bcleared\b.{0,25}\b(?:our|on|document)\b|\b(?:lodged|lodgement|wired|remitted|transferred|telegraphed|bacs'd|bacsed|revolut(?:ed)?)\b",
    r"\b(?:eft|bacs|chaps|faster payments?|fp|cheque|check|transfer|wire|giro|payment|lodgement|standing order|sepa|swift|direct deposit|deposit)\b.{0,40}\b(?:done|sent|posted|made|executed|processed|gone|complete[d]?|settles|went|through|today|yesterday|this morning|tonight|released|issued|raised|of \d)\b",
    r"\b(?:done|sent|paid|settled|cleared|posted|executed|released|proceeded|actioned|processed|authori[sz]ed|completed|credited|reimbursed)\b.{0,40}\b(?:today|yesterday|tonight|now|there|this (?:morning|afternoon|evening|lunchtime)|last (?:night|week)|on (?:\d|the|mon|tue|wed|thu|fri)|via|by (?:bacs|bank|eft|chaps|card|cheque)|the following payment|with the payment|\d)",
    r"[\d£€$](?: \w{1,12}){0,3} (?:sent|gone|paid|lodged|went|transferred|wired|settled|left|cleared|debited)\b|\b(?:included|in) (?:in )?(?:today's|yesterday's|this (?:morning|week)'s|last (?:week|night)'s|friday's|monday's|tuesday's|wednesday's|thursday's) (?:\w{1,10} ){0,2}(?:bacs|run|batch|eft|payments?|transfers?)\b",
)
MONEY_GOES = (
    r"\b(?:payment|transfer|cheque|bacs|money|cash) (?:on|by|monday|tuesday|wednesday|thursday|friday|tomorrow|next|end)\b|\b(?:i|we)(?:'m| am|'re| are) (?:releasing|sending|paying|doing|clearing|sorting|posting|dropping)\b",
    r"\b(?:go(?:es)?|going|leave(?:s)?|leaving|follow(?:s)?|following|head(?:s|ing)?) (?:to go )?(?:out|over|off|across|through|the account|our|in|on|with|tomorrow|next|this|mon|tue|wed|thu|fri|end)\b",
    r"\b(?:will|'ll|shall|to) (?:go|be done|do|leave|follow|hit|land|reach|be (?:with|in|on|included|sent|released|lodged|posted|cleared|wired|settled|processed)|have|get|see|receive|drop|send|lodge|post|wire)\b",
    r"\b(?:in|into|on|with|part of) (?:the |our |your |this |next |that )?(?:\w{1,12}(?:'s)? )?(?:payment |pay |bacs |settlement |eft |cheque )?(?:run|batch|cycle|lot|proposal)\b",
    r"\b(?:planned|scheduled|set up|queued|lined up|booked in|diari[sz]ed|down|earmarked|approved|released|cleared|due|timed|pencilled in|slated) (?:to go |to be |for|on|in|and|now|date)",
    r"\b(?:funds|money|payment|transfer|cheque|remittance|balance|bacs)\b.{0,40}\b(?:reach|arrive|land|follow|due|leave|go|hit|be)\w{0,3}\b|\b(?:can|could|i|we|he|she) (?:do|manage|pay|send|clear|lodge) (?:half|the|it|that|both|them|all|one|\W?\d)|\b(?:on|by|in) (?:the )?\w{1,10}(?: \w{1,10}){0,3} (?:same as|as) (?:ever|usual|always)\b",
)
THEIR_ACTS = (
    r"\b(?:you|ye|they|he|she|who|somebody|someone|customer|client|your \w{1,12}) (?:have |had |has |'ve |already |only |just |never |ha(?:s|ve) been ){0,2}(?:paid|sent|transferred|lodged|refunded|credited|wired|debited|deducted|released|went|put|took)\b|\brefund\w{0,3}\b",
)
CHANGE_SIGNS = (
    r"\b(?:make (?:it|that|them|the|those)|scrap|scratch|scrub|drop|strike|cancel\w{0,6}|withdraw\w{0,2}|void|remove|delete|knock|leave .{1,40}off|take .{1,40}off|hold|keep|bring|push|pull|move|shift|bump|up|cut|trim|raise|lower|halve|double|swap|switch|replace|substitute|amend\w{0,5}|change|alter|reduce|increase|postpone|delay|reschedule|stop|halt)\b",
    r"\b(?:instead|rather than|in place of|not before|not until|no longer|not the \d|not \d|will do|is enough|are enough|plenty|mothballed|not needed|unwanted|too many|too few)\b|\bonly \d{1,5}\b|\b(?:earlier|later|forward|back) (?:to|than|by|on)\b",
)
ORDER_SIGNS = (
    r"\b(?:please|pls|plz|need\w{0,2}|want\w{0,2}|require\w{0,1}|can (?:i|we|you|u|ye)|could (?:i|we|you|u|ye)|would (?:like|you|ye)|i'd like|we'd like|we'll (?:take|have)|i'll (?:take|have)|send|deliver|supply|order|out of|running low|short of|collect|asap|by (?:mon|tue|wed|thu|fri|sat|sun)\w{0,6}|for (?:mon|tue|wed|thu|fri|sat|sun|weds|tomorrow|delivery)\w{0,6}|usual|stock up|top up|put (?:me|us) down|book|chuck|throw in|stick)\b",
)
ASK_SIGNS = (
    r"\b(?:please|pls|plz|kindly|could|can|would|may|might|will) (?:you|u|ye|we|i|us|somebody|someone|anyone|also|to|send|let|provide|advise|confirm|share|write|update|help|resend|forward|request|have)\b|\b(?:let|give|send|drop|ping|fire|email|forward|pass|shoot|get|pop|bung|show) (?:me|us|it|over|on|them|your|through|back)\b",
    r"\b(?:appreciate|need|require|want|after|looking for|chasing|missing|awaiting|waiting (?:for|on)|come back with|where on earth|where(?:'s| is| are)|what(?:'s| is| do)|when|which|how much|any (?:news|sign|update|joy|word))\b",
)
WILL_PAY = (
    (1.0, r"\byou(?:'ll| will| shall) (?:have|get|see|receive)\b"),
    (1.0, r"\b(?:will|shall|'ll|going to) (?:be |get |make |have )?(?:pay|paid|payment|transfer|settle|remit|clear|sort)"),
    (1.0, r"\b(?:payment|transfer|money|funds|it|bacs)(?: will|'ll| shall| is going to| goes?) (?:be |go |out|leave|reach|follow|arrive|made)"),
    (1.0, r"\b(?:gets?|is being|is going to be|is to be) (?:paid|settled|cleared)\b|\b(?:we|i) (?:are |am )?(?:pay|paying|settle|settling|transfer|transferring)\b"),
    (-2.0, r"\b(?:will|shall) not\b|\bwon't\b|\bunless\b|\buntil\b"),
)  # fmt: skip
REFUSALS = (
    (1.0, r"\b(?:will|shall|can|do) ?(?:not|n't) (?:be |get )?(?:pay|paid|settle|transfer)|\b(?:won't|can't|cannot|don't|not going to) (?:be )?(?:pay|paid|settle)"),
)  # fmt: skip
ADDITIONS = ("add", "plus", "additional", "extra", "more", "in addition", "another", "a further", "on top", "also add")
REDUCTIONS = ("fewer", "less", "too many")
NONE_OF = ("no", "none of", "without", "without the", "no more")
POSITION_WORDS = ("line", "item", "position", "pos", "pos.", "line no.")
WHOLE_ORDER = (
    "everything",
    "the lot",
    "the whole",
    "whole order",
    "all of it",
    "the order",
    "this order",
    "our order",
    "entire",
    "it all",
    "that order",
)
ONLY_WORDS = ("only", "just", "single")
SAME_GOODS = ("the same ones", "the same", "same ones", "same", "ditto", "likewise")
EXCEPT_WORDS = ("except", "except for", "apart from", "other than", "but not", "save for")
DEFINITE_WORDS = ("the", "those", "these", "our", "all", "the other")
FINE_WORDS = ("ok", "okay", "fine", "good", "yes", "correct", "as is", "unchanged", "perfect", "grand")
BEFORE_WORDS = ("before", "before the")
MOVED_DAY = (
    r"\b(?:deliver\w{0,4}|ship\w{0,4}|send|arriv\w{1,3}|com(?:e|ing)|land\w{0,3}|dispatch\w{0,2}|drop it|collect\w{0,3}|needed|need it)\b|\b(?:move|push|bring|put|postpone|delay|reschedule|shift|pull)\w{0,4}\b",
    r"\binstead\b|\brather\b|\bbetter\b|\b(?:not|nothing|no \w{1,10}) before\b|\bnot until\b|\bcan it be\b|\bfrom\b|\bearli(?:er|est)\b|\blater\b|\b(?:at the|by) latest\b",
)
CLOSED_DAY = (
    r"\b(?:closed|shut|stock ?take|stocktaking|holiday|audit|inspection|training|away|blocked|locked|out of office|maintenance|meeting)\b",
)
UNCHANGED = (
    "stay", "stays", "unchanged", "as is", "as before", "remain", "remains", "keep", "keeps", "does not change", "same", "as it was", "as they were",
    "as they are", "as it is", "is fine", "are fine", "don't change", "untouched",
)  # fmt: skip
CONTACT_WORDS = (
    "contact", "your person", "your man", "your woman", "handled by", "dealt with by", "looked after by", "run by",
    "taken over by", "replaced by", "successor", "in charge", "responsible", "taking over", "takes over", "took over",
    "taken over", "covering for", "cover for", "stands in", "standing in", "will look after", "looks after",
    "will be looking after", "write to", "ask for", "speak to", "talk to", "attention of", "attn", "queries to",
    "questions to", "queries go to", "steps in", "stepping in", "stepped in", "will be dealing", "will be handling",
    "account manager", "buyer is", "buyer will be", "point of contact", "reach out to",
    "colleague", "handles", "will handle", "handling", "picks up", "picking up", "inherits", "deals with",
    "dealing with", "in my place", "in his place", "in her place", "replacement", "stepping into", "has joined",
    "joins us", "my role", "my job", "the role of", "will be your", "should go to Ms",
    "should go to Mr", "go through", "goes through", "through to", "keeps the books", "does the books",
    "does our books", "minding", "will mind", "in post", "hand over to", "handing over to", "handed over to",
)  # fmt: skip
ADDRESS_WORDS = (
    "move", "moving", "moved", "relocat", "new address", "new place", "new office", "new premises", "new building",
    "new home", "our address", "address is", "address will be", "address:", "address from", "invoice address",
    "billing address", "postal address", "invoicing address", "registered office", "find us", "we are at", "we're at",
    "we are now at", "we will be at", "change of address", "changed address", "headquarters", "head office",
    "located at", "based at", "your records", "on the account", "amend your", "update your",
    "postcode", "post code", "zip code", "eircode", "our post", "post to", "mail to", "letters to",
    "correspondence", "paperwork", "payables address", "office is now", "office has", "premises", "house number",
    "door number", "shop is now", "we've left", "settled in", "settled at", "new unit", "new site",
    "on your system", "on your file", "our file", "new digs", "accounts address", "head office is",
    "correct address", "our correct", "wrong address", "address wrong", "typo in", "suite number", "unit number",
    "flat number",
)  # fmt: skip
NAME_WORDS = (
    "now called", "known as", "trading as", "trade as", "trades as", "trading name", "company name", "new name",
    "name:", "name is", "name will be", "renamed", "changed its name", "changed our name", "change of name",
    "name change", "merged", "merger", "we are now", "are now", "is now", "rebrand", "incorporated as", "converted",
    "made out to", "in the name of", "legal entity", "legal name", "our name", "becomes", "became", "become",
    "show us as", "list us as", "put us down as", "bill us as", "invoice us as", "addressed to", "converts to",
    "convert to", "will become", "re-registered", "company limited", "limited by", "new company", "new entity",
    "formed", "incorporated", "taken over by", "acquired by", "bill us in", "invoice in the name",
    "go by", "goes by", "going by", "operate as", "operating as", "operates as", "we are called", "please invoice",
    "invoice to",
)  # fmt: skip
CLOSINGS = (
    "kind regards",
    "best regards",
    "regards",
    "many thanks",
    "thanks",
    "thank you",
    "cheers",
    "yours sincerely",
    "yours faithfully",
    "best",
    "best wishes",
    "sent from my",
)
COMMON = (
    "the", "and", "you", "your", "please", "we", "our", "is", "for", "to", "of", "this", "with", "have", "not", "order",
    "invoice", "payment", "attached", "from", "on", "are", "will", "be", "it", "hi", "hello", "dear", "regards",
    "thanks", "copy", "statement", "delivery", "price", "wrong", "paid", "missing", "new", "address", "urgent", "send",
)  # fmt: skip
UNSAID = {
    "negated": (r"\b(?:not|never|cannot|unable to|failed to|forgot to|without paying)\b(?! (?:later|only|before|just))|n't\b",),
    "conditional": (r"\b(?:if(?! possible)|unless|provided|providing|as soon as|once (?:we|you|the|your|our|it)|subject to|assuming|depending on|when we (?:get|have|receive))\b",),
    "reported": (r"\b(?:(?:was|were) (?:going|due|meant|supposed) to|had (?:planned|intended|hoped)|(?:told|assured) me|approved for payment|i (?:hear|heard|gather)|you (?:say|said|write|wrote|claim|claimed|told)|according to (?:you|your)|supposedly|allegedly|apparently|your (?:reminder|letter|statement|e-?mail) (?:says|said|claims))\b",),
    "hoped": (r"\b(?:hop(?:e|es|ing|efully)|think|guess|believe|reckon|probably|likely|perhaps|maybe|might|may|try(?:ing)?|aim(?:ing)?|should|ought to|fingers crossed|with (?:any )?luck|all being well|with god's help|touch wood|no promises|as far as i know)\b",),
    "returned": (
        r"\b(?:payment|transfer|money|bacs|cheque|check|funds)\b.{0,50}\b(?:returned|bounced|rejected|c[ao]me back|sent back|failed|recalled|refused|stopped|reversed)\b",
        r"\b(?:returned|rejected|bounced|recalled|stopped|refused|reversed|sent back)\b.{0,25}\b(?:payment|transfer|money|bacs|cheque|funds)\b",
    ),
    "inquired": (r"\b(?:which|what)\b.{0,90}\?",),
    "paper": (
        r"\b(?:missing|lacking|lost|mislaid|don't have|do not have|never (?:got|received|had|saw)|not received|can't find|cannot find)\b.{0,25}\b(?:invoices?|bill|statement|copy|credit note|document|paperwork)\b",
        r"\b(?:invoices?|statement|credit note|copy) (?:is|are|was|seems to be|has gone) (?:missing|lost|mislaid)\b|\bthank(?:s| you)\b.{0,40}\b(?:corrected|revised|amended|new|reissued|credit)\b",
        r"\b(?:once|provided|when|after|as soon as|if)\b.{0,20}\bcorrected (?:invoice|copy|version)\b",
    ),
    "earlier": (r"\b(?:ordered|placed|received|bought|purchased|were delivered|was delivered|you delivered|invoiced|last year)\b",),
    "tentative": (
        r"\b(?:draft|provisional(?:ly)?|tentative(?:ly)?|subject to|pending|awaiting|to be confirmed|tbc|for (?:your )?information|fyi|approval|do not (?:process|ship|send)|hold (?:it|this|until|off)|on hold|until we confirm|not yet (?:approved|released|final)|just an idea|thinking of|considering|might|may want|perhaps|maybe)\b",
        r"\b(?:up to|at least|a minimum of|minimum|at most|around|about|approx(?:imately)?|roughly|circa) (?:of )?\d|\b(?:per|a|each|every) (?:week|month|quarter|year)\b|\b(?:weekly|monthly|until further notice)\b|(?<![\w.,/-])\d{1,5} ?(?:-|to|or) ?\d{1,5} (?:x|pcs|pieces|units|boxes|bags|cases|packs)\b",
    ),
    "settled": (r"\b(?:all (?:fine|good|sorted|settled|in order)|nothing (?:more |else )?to do|no (?:further )?action|sorted (?:out|now)|been (?:resolved|settled|sorted)|no longer an issue|thank(?:s| you) for (?:sorting|fixing|resolving|dealing|the (?:quick|prompt|fast|replacement)))\b",),
    "price_asked": (
        r"\bhow much (?:would|do|does|is|are|for)\b|\bwhat (?:would|do|does|will) .{0,70}\bcosts?\b|\brequest for (?:a )?(?:quote|quotation)\b|\brfq\b",
        r"\b(?:could|can|would|please|kindly) (?:you )?(?:please )?quote\b|\b(?:need|send|give|get|have|like|prepare|provide|let) (?:us |me )?(?:have )?(?:a |your |an )?(?:best )?(?:price quote|quote|quotation|price|prices|offer)\b|\b(?:your|best) (?:price|prices|offer) (?:for|on)\b|\b(?:provide|send|submit|advise|need|confirm) (?:us )?(?:your )?pricing\b|\bquotations? (?:by|for)\b",
    ),
}  # fmt: skip
QUESTION_WORDS = (
    "what", "which", "why", "when", "where", "who", "how", "whose", "is it", "is there", "are there", "did you", "have you",
    "do you", "does", "can i", "can we", "may i", "may we", "should we", "shall we", "any chance", "any sign", "any news",
)  # fmt: skip
SEND_WORDS = ("send", "resend", "re-send", "forward", "email", "e-mail", "mail", "post", "share", "copy")
JUST_PAID = (
    r"\b(?:payment|transfer|bacs|chaps|wire|remittance)\b.{0,40}\bjust (?:been )?(?:made|sent|released|gone|done|put)\b",
    r"\b(?:a (?:few|couple of)|ten|five|two) (?:minutes?|hours?|moments?) ago\b|\bjust (?:made|done|did|sent off|put through|keyed|completed|authorised|authorized|approved|released|processed|actioned|pushed|submitted|initiated|issued) (?:the|a|your|this|our|that|it)?\b.{0,30}\b(?:payment|transfer|bacs|chaps|wire|remittance|cheque)\b",
    r"\b(?:have|'ve|has|is|are) just (?:been )?(?:paid|sent|transferred|gone|put|made|settled)\b|\btoday's (?:payment|transfer|bacs|run)\b",
    r"\bdone (?:there |just |right )?now\b|\b(?:sent|paid|transferred|settled) (?:[^\s.!?]{1,12} ){0,4}?(?:just )?now\b|\bnow (?:paid|sent|settled|transferred)\b",
    r"\bjust (?:this minute|now) (?:sent|paid|transferred|gone|put)\b|\bjust (?:gone|sent|paid|transferred|settled|put)\b.{0,12}\b(?:over|out|through|across|it|you|£|€|\d)",
)
PAID_WORDS = (
    r"\b(?:paid|pay(?:ment|ments)?|sent|transfer\w{0,4}|settled|cleared|went|gone|left|bacs|chaps|cheque|remitt?\w{0,4}|wired|lodged|posted|processed|released|put through|eft|value|executed|debited|issued|deposited)\b",
)
LETTER_WORDS = (
    "reminder", "letter", "email", "e-mail", "mail", "message", "statement", "chaser", "dunning notice", "phone call", "query", "notice", "delivery",
)  # fmt: skip
NOT_PAID = (
    r"\b(?:(?:need|needs|have|has|got|want|going) (?:first )?to|must) (?:first )?(?:talk|speak|ask|check|discuss|have a word|take it up)\b|\bchecking with\b",
    r"\b(?:blocked|rejected|declined|nothing (?:on|for|against|off)|separately|later|on hold|hold|holding|held|wait\w{0,3}|await\w{0,3}|quer(?:y|ied|ies)|look at|look into|except|excluding|apart from|does not include|doesn't include|still (?:open|outstanding|to come)|to follow|next (?:run|week|month)|once|until|as soon as|we'll see|planned|scheduled|pencilled in|needs? (?:\w{1,12}'?s? )?(?:signature|approval|sign-off)|get back to you)\b|[:-] (?:no|nope|nothing|not yet)\b",
    r"\b(?:after|following|further to|on top of)\b.{0,12}\b(?:deposit|down ?payment|part payment|first instal?lment)\b",
    r"\balready (?:been )?(?:paid|settled|cleared)\b|\b(?:paid|settled|cleared) (?:back )?(?:last month|earlier|before|with our)\b|\b(?:not|never|n't)\b",
)

POINTING_WORDS = ("the", "that", "this", "those", "these", "your", "one of", "the one of", "number", "one", "for the")
PLURAL_WORDS = ("ones", "invoices", "bills", "all", "invs", "inv's", "items")
DATED_WORDS = ("of", "dated", "from", "of the", "issued")
PLACES = {
    "oldest": ("the older one", "the older", "the oldest", "the old one", "the oldest one"),
    "newest": ("the newer one", "the newer", "the newest", "the latest", "the recent one"),
    "largest": ("the big one", "the bigger one", "the larger one", "the larger", "the largest"),
    "smallest": ("the small one", "the smaller one", "the smaller", "the smallest", "the little one"),
    "first": ("the first one", "the first", "first one"),
    "second": ("the second one", "the second", "second one"),
    "third": ("the third one", "the third"),
    "middle": ("the middle one", "the one in the middle", "middle line"),
    "last": ("the last one", "the last"),
    "other": ("the other one", "the other", "the other invoice", "the other bill", "other one"),
    "both": ("both", "both of them", "the two", "these two", "the pair"),
    "three": ("all three", "the three"),
    "all": ("all", "all of them", "everything", "the lot", "the full amount", "the whole lot"),
}
