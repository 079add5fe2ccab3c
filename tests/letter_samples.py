"""Facts for every kind of letter, as the handlers write them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from workflows.letters import Letter, LetterKind, LetterStatus

CREATED = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)

ORDER = {
    "order": "DE10-O-2026-00031",
    "po_number": "4500123987",
    "order_date": "2026-03-12",
    "requested_date": "2026-04-01",
    "currency": "EUR",
    "total": "12154.41",
    "gross": "14463.75",
    "lines": [
        {
            "position": 1,
            "sku": "A-1001",
            "description": "Ableiter <Typ 2> & Zubehör",
            "quantity": "12.5",
            "unit": "MTR",
            "unit_price": "12.3525",
            "net": "154.41",
            "confirmed_date": "2026-04-02",
        },
        {
            "position": 2,
            "sku": "",
            "description": "Montage",
            "quantity": "10",
            "unit": "HUR",
            "unit_price": "1200.00",
            "net": "12000.00",
        },
    ],
    "deviations": [
        {"code": "price_higher", "position": 1, "article": "Ableiter", "asked": "13.00", "ours": "12.3525"},
        {"code": "no_po_number", "position": 0, "article": "", "asked": "", "ours": ""},
        {
            "code": "price_break",
            "position": 2,
            "article": "",
            "asked": "1100.00",
            "ours": "1200.00",
            "about": "50",
        },
        {"code": "same_goods", "position": 0, "article": "", "asked": "2026-03-10", "ours": "DE10-O-2026-00030"},
        {"code": "credit_limit", "position": 0, "article": "", "asked": "99999.00", "ours": "50000.00"},
        {"code": "requested_in_the_past", "position": 0, "article": "", "asked": "2026-03-01", "ours": "2026-03-16"},
    ],
}
OPEN_LINES = [
    {
        "position": 1,
        "description": "Ableiter <Typ 2> & Zubehör",
        "quantity": "12.5",
        "unit": "MTR",
        "delivered": "2",
        "open": "10.5",
        "confirmed_date": "2026-04-02",
    },
    {"position": 2, "description": "Montage", "quantity": "10", "unit": "HUR", "open": "10", "confirmed_date": None},
]
INVOICE = {
    "number": "R-2026-00042",
    "issue_date": "2026-03-16",
    "due_date": "2026-04-15",
    "currency": "EUR",
    "po_number": "4500123987",
    "total": "1190.00",
}
CASE = {
    "case": "DE10-C-2026-00007",
    "invoices": ["R-1", "R-2"],
    "reason": "price",
    "amount": "89.60",
    "currency": "EUR",
}
ROWS = [
    {
        "document": "R-1",
        "issue_date": "2026-02-01",
        "due_date": "2026-03-03",
        "total": "1190.00",
        "open_amount": "190.00",
        "currency": "EUR",
    }
]
DUNNING = {
    "currency": "EUR",
    "date": "2026-03-16",
    "items": [
        {
            "document": "R-1",
            "due_date": "2026-02-20",
            "days_overdue": 24,
            "open_amount": "1000.00",
            "level": 2,
            "interest": "7.99",
            "compensation": "40.00",
        }
    ],
    "credit_notes": [{"document": "K-4", "open_amount": "-200.00"}],
    "interest": "7.99",
    "compensation": "40.00",
    "total": "847.99",
    "deadline": "2026-03-24",
    "pay_within_days": 8,
    "law": {"country": "FR", "rates": [{"percent": "12.15", "first": "2026-02-21", "last": "2026-03-16"}]},
}
SAMPLES: dict[str, dict[str, Any]] = {
    "order_confirmation": ORDER
    | {
        "agreed": [
            {"code": "agreed_price", "position": 1, "article": "Ableiter", "asked": "11.00", "ours": "12.3525"},
            {"code": "agreed_left_out", "position": 0, "article": "", "asked": "Klemme", "ours": ""},
            {"code": "agreed_quantity", "position": 2, "article": "", "asked": "9", "ours": "10"},
        ]
    },
    "order_changed": ORDER
    | {
        "requested_date_before": "2026-03-28",
        "changes": [{"position": 1, "description": "Ableiter", "before": "10", "after": "12.5"}],
    },
    "order_cancelled": ORDER,
    "order_question": ORDER | {"text": "Please tell us whether it is meant for 230 or for 400 volts."},
    "order_reminder": ORDER | {"asked_on": "2026-03-11", "text": ""},
    "order_rejected": ORDER | {"text": "We do not deliver to this country.\nPlease order from our partner."},
    "invoice": INVOICE | {"prepaid": "100.00", "still_due": "1090.00"},
    "credit_note": INVOICE | {"number": "K-2026-00007", "invoice": "R-2026-00040"},
    "remittance_received": {
        "reference": "VIR 8841",
        "payment_date": "2026-03-14",
        "total": "4210.40",
        "currency": "EUR",
        "lines": [
            {"invoice": "R-1", "amount": "4300.00", "deduction": "89.60", "reason": "discount"},
            {"invoice": "R-2", "amount": "", "deduction": "", "reason": ""},
        ],
    },
    "dispute_received": CASE | {"due": "2026-03-20"},
    "dispute_resolved": CASE | {"text": "We will credit the difference."},
    "dispute_rejected": CASE | {"text": "The price list of January applies."},
    "escalation": CASE
    | {
        "kind": "dispute",
        "due": "2026-03-20",
        "text": "Please decide.",
        "invoices": ROWS,
        "notes": [{"at": "2026-03-16T08:30:00+00:00", "actor": "o2cbot", "event": "opened", "text": "by mail"}],
        "occasion": "approval",
        "teams": ["default", "legal", "price"],
        "disputed": "89.60",
        "undisputed": "1100.40",
        "credited": "10.00",
        "books_currency": "EUR",
        "proposed": "89.60",
        "proposed_by": "sales@nordwerk.example",
        "evidence": [
            {
                "kind": "order",
                "document": "DE10-O-2026-00031 / 4500123987",
                "date": "2026-02-01",
                "text": "A-1001: 10 × 12.35",
                "amount": "123.50",
                "currency": "EUR",
            },
            {"kind": "mail", "document": "", "date": "", "text": "<Rechnung>", "amount": "", "currency": ""},
        ],
        "missing": [{"kind": "delivery"}],
    },
    "case_decided": CASE
    | {
        "did": "credit",
        "documents": ["G-1"],
        "text": "the old price held",
        "owner": "lead@nordwerk.example",
        "open": "open",
    },
    "case_form": CASE | {"why": "no_reason", "owner": "lead@nordwerk.example", "teams": ["default", "price"]},
    "debit_notice": {
        "collected_on": "2026-04-07",
        "amount": "1250.00",
        "currency": "EUR",
        "mandate": "M-2026-17",
        "creditor_id": "DE98ZZZ09999999999",
        "account": "DE … 2051",
        "items": [{"document": "R-1", "amount": "1190.00"}, {"document": "R-2", "amount": "60.00"}],
    },
    "refund_paid": {
        "amount": "60.00",
        "currency": "EUR",
        "paid_on": "2026-03-12",
        "account": "DE … 2051",
        "reference": "DE10-B-2026-00001",
        "document": "G-1",
        "value_date": "2026-03-10",
    },
    "ask_payer": {
        "amount": "1190.00",
        "currency": "EUR",
        "value_date": "2026-03-10",
        "purpose": "DANKE <b>ZA-77</b>",
        "text": "Was it for the second delivery, please.",
        "items": [{"document": "R-1", "due_date": "2026-03-01", "open_amount": "1250.00"}],
    },
    "dispute_question": CASE
    | {"text": "Which pallet was it, please.", "wanted": [{"what": "photos"}, {"what": "quantities"}]},
    "dispute_partly": CASE | {"granted": "50.00", "rest": "39.60", "credit_notes": ["G-1"], "text": "Two of three."},
    "dispute_settled": CASE
    | {
        "receipts": [
            {"document": "R-1", "date": "2026-03-01", "amount": "1190.00", "currency": "EUR", "text": "VIR 8841"}
        ]
    },
    "alarm": {
        "zone": "Europe/Berlin",
        "begun": [
            {
                "kind": "no_good_poll",
                "subject": "orders",
                "figure": 34,
                "since": "2026-03-16 09:02",
                "words": "LoginError: [AUTHENTICATIONFAILED] <address>",
                "until": "",
            },
            {"kind": "uncertain_letters", "subject": "", "figure": 2, "since": "2026-03-16 09:31", "words": ""},
        ],
        "ended": [
            {
                "kind": "free_disk",
                "subject": "the database (desk-1)",
                "figure": 812,
                "words": "",
                "since": "2026-03-16 07:12",
                "until": "2026-03-16 08:40",
            },
        ],
    },
    "promise_received": {
        "invoices": ["R-1"],
        "currency": "EUR",
        "instalments": [{"date": "2026-04-01", "amount": "500.00"}, {"date": "2026-05-01", "amount": ""}],
    },
    "plan_accepted": {
        "invoices": ["R-1"],
        "currency": "EUR",
        "instalments": [{"date": "2026-04-01", "amount": "500.00"}, {"date": "2026-05-01", "amount": "500.00"}],
    },
    "invoice_copy": {"invoices": ROWS},
    "due_date": {"invoices": ROWS},
    "statement": {
        "date": "2026-03-16",
        "items": [ROWS[0] | {"days_overdue": 13, "po_number": ""}],
        "payments": [],
        "balances": [{"currency": "EUR", "amount": "190.00"}],
    },
    "statement_regular": {
        "date": "2026-03-16",
        "items": [ROWS[0] | {"days_overdue": 13, "po_number": ""}],
        "payments": [],
        "balances": [{"currency": "EUR", "amount": "190.00"}],
    },
    "bank_details": {"account_holder": "Ostufer Technik GmbH", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX"},
    "order_dates": ORDER | {"lines": OPEN_LINES},
    "return_expected": ORDER | {"return": "DE10-T-2026-00003", "lines": OPEN_LINES},
    "return_refused": ORDER | {"return": "DE10-T-2026-00003", "lines": OPEN_LINES, "text": "It was made to measure."},
    "order_status": {
        "order": "DE10-O-2026-00031",
        "po_number": "4500123987",
        "state": "partly_delivered",
        "order_date": "2026-03-12",
        "requested_date": "",
        "lines": [{"position": 1, "description": "Ableiter", "quantity": "12", "delivered": "3", "unit": "C62"}],
    },
    "change_received": {"changes": [{"field": "iban", "value": "DE … 3000"}, {"field": "address", "value": "Weg 1"}]},
    "change_refused": {"change": "DE10-M-2026-00002", "field": "iban", "value": "DE … 3000", "text": ""},
    "free_reply": {"text": "Thank you for your message.\nWe will call you tomorrow."},
    "case_reply": CASE | {"text": "Please send us a photo."},
    "dunning_1": DUNNING | {"level": 1, "law": None, "interest": "0.00", "compensation": "0.00", "total": "800.00"},
    "dunning_2": DUNNING | {"level": 2},
    "dunning_3": DUNNING | {"level": 3},
}


def letter(template: str = "free_reply", language: str = "en", **changes: Any) -> Letter:
    """A queued letter; `facts` among the changes replaces those of the sample."""
    fields: dict[str, Any] = {
        "id": "0123456789abcdef0123456789abcdef",
        "dedup_key": f"{template}:1",
        "kind": LetterKind.REPLY,
        "template": template,
        "language": language,
        "company": "DE10",
        "customer": "K1007",
        "to": ("buyer@kunde.example",),
        "subject": "",
        "facts": json.dumps(SAMPLES[template]),
        "documents": (),
        "attach": (),
        "case": "",
        "in_reply_to": "",
        "references": (),
        "message_id": "<o2cbot.0123456789abcdef@ostufer.example>",
        "state": LetterStatus.QUEUED,
        "created_at": CREATED,
        "sent_at": None,
        "attempts": 0,
        "why": "",
        "attachments": (),
    }
    return Letter(**(fields | changes))
