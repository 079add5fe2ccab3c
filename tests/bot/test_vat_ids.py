"""VAT numbers: form, check digit, and a register that answers over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.vat_ids import RegisterUnavailable, VatIdState, Vies, looked_at, rows
from tests.drawn_invoices import customer
from workflows.invoicing.electronic import EInvoiceProfile

ANSWERS = {
    "/ms/FR/vat/40303265045": {"isValid": True, "userError": "VALID"},
    "/ms/DE/vat/136695976": {"isValid": False, "userError": "INVALID"},
    "/ms/AT/vat/U13585627": {"isValid": False, "userError": "MS_UNAVAILABLE"},
    "/ms/LU/vat/15027442": "busy",
}


class Register(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        body = json.dumps(ANSWERS.get(self.path, {})).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def vies() -> Iterator[Vies]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Register)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Vies(f"http://127.0.0.1:{server.server_port}/")
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("country", "vat_id", "state"),
    [
        ("FR", "FR 40 303 265 045", VatIdState.FITS),
        ("FR", "FR41303265045", VatIdState.CHECK_DIGIT),
        ("FR", "FR403032650", VatIdState.MALFORMED),
        ("DE", "DE136695976", VatIdState.FITS),
        ("DE", "DE136695978", VatIdState.CHECK_DIGIT),
        ("MC", "FR40303265045", VatIdState.FITS),
        ("GR", "EL094259216", VatIdState.FITS),
        ("US", "12-3456789", VatIdState.FITS),
        ("AT", "", VatIdState.MISSING),
        ("AT", " - ", VatIdState.MISSING),
    ],
)
def test_a_number_is_looked_at_by_form_and_check_digit(country: str, vat_id: str, state: VatIdState) -> None:
    assert looked_at(country, vat_id) is state


def test_the_register_is_asked_for_numbers_that_look_right(vies: Vies) -> None:
    import random

    one = customer(random.Random(1), "FR", EInvoiceProfile.FACTURX)
    numbers = {"FR": "FR40303265045", "DE": "DE136695976", "AT": "ATU13585627", "LU": "LU15027442", "ES": "ES1"}
    asked = [replace(one, number=country, country=country, vat_id=vat_id) for country, vat_id in numbers.items()]
    assert {row.customer: row.state for row in rows(asked, vies)} == {
        "FR": VatIdState.FITS,
        "DE": VatIdState.NOT_REGISTERED,
        "AT": VatIdState.UNANSWERED,
        "LU": VatIdState.UNANSWERED,
        "ES": VatIdState.MALFORMED,
    }


def test_a_register_that_is_not_there_says_nothing_of_a_number() -> None:
    with pytest.raises(RegisterUnavailable):
        Vies("http://127.0.0.1:9").knows("FR40303265045")
