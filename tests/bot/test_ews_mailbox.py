"""An Exchange folder as mailbox, against a server that speaks EWS over HTTP and fails where the test wants."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from exchangelib.autodiscover.cache import AUTODISCOVER_PERSISTENT_STORAGE  # type: ignore[import-untyped]

from bot.mail.ews import EwsMailbox
from bot.mail.ews_wire import LOGIN_PAUSE_SECONDS, Connection, EwsAccount
from bot.mail.ports import Cursor, Mailbox, MailError
from tests.bot.ews_server import EwsServer, Store
from tests.bot.free_port import free_port
from tests.bot.mailbox_contract import MailboxContract, fetched, mail

ADDRESS = "ar@desk.example"
WAIT = 0.01


class EwsBox:
    def __init__(self, server: EwsServer, address: str = ADDRESS, folder: str = "INBOX", **account: object) -> None:
        self.server, self.address = server, address
        self.store: Store = server.stores.get(address) or server.add(address)
        values = {"user": "desk", "password": "secret", "auth": "basic", **account}
        self.account = EwsAccount(server.endpoint, mailbox=address, **values)  # type: ignore[arg-type]
        self.now = 0.0
        self.connection = Connection(
            self.account, patience_seconds=1, first_wait_seconds=WAIT, clock=lambda: 1000 + self.now
        )
        self.mailbox: Mailbox = EwsMailbox(self.connection, folder)

    def limited(self, largest_bytes: int) -> Mailbox:
        return EwsMailbox(self.connection, largest_bytes=largest_bytes)

    def deliver(self, *raws: bytes) -> None:
        self.server.deliver(self.address, *raws)

    def folder(self, name: str) -> list[bytes]:
        return self.server.mimes(self.address, name)

    def seen(self) -> int:
        inbox = self.store.known["inbox"]
        return sum(item.read for item in self.store.items.values() if item.folder == inbox)


@pytest.fixture
def server() -> Iterator[EwsServer]:
    made = EwsServer()
    yield made
    made.stop()


@pytest.fixture
def box(server: EwsServer) -> Iterator[EwsBox]:
    made = EwsBox(server)
    yield made
    made.mailbox.close()


class Tokens:
    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)

    def __call__(self) -> str:
        return self.tokens[0]

    def renewed(self, refused: str) -> str:
        if len(self.tokens) > 1 and self.tokens[0] == refused:
            self.tokens.pop(0)
        return self.tokens[0]

    def expires_on(self) -> date | None:
        return None


class TestEws(MailboxContract):
    pass


class TestEwsByImpersonation(MailboxContract):
    @pytest.fixture
    def box(self, server: EwsServer) -> Iterator[EwsBox]:
        server.add(ADDRESS, owner="")
        server.impersonators.add("desk")
        made = EwsBox(server, access="impersonation")
        yield made
        made.mailbox.close()


class TestEwsThatForgetsAndIsBusy(MailboxContract):
    """The same mails come whatever happens on the way."""

    @pytest.fixture
    def box(self, server: EwsServer) -> Iterator[EwsBox]:
        made = EwsBox(server)
        server.at_once = 7
        for operation, kinds in {
            "ConvertId": ("503",),
            "GetFolder": ("busy:20", "429"),
            "SyncFolderItems": ("502", "busy:15", "ErrorInternalServerTransientError"),
            "GetItem": ("503", "busy:5"),
            "MoveItem": ("504",),
        }.items():
            server.fail(operation, *kinds)
        yield made
        made.mailbox.close()


def generation_and_mails(box: EwsBox, after: Cursor | None = None) -> tuple[Cursor, list[bytes]]:
    batches = list(box.mailbox.fetch(after))
    return batches[-1].cursor, [one.raw for batch in batches for one in batch.mails]


def test_only_what_came_since_is_fetched(box: EwsBox) -> None:
    box.deliver(mail(1))
    cursor, _ = generation_and_mails(box)
    box.deliver(mail(2))
    assert generation_and_mails(box, cursor)[1] == [mail(2)]
    assert box.server.calls.count("GetItem") == 2


def test_a_sync_state_that_the_server_has_forgotten_means_that_all_is_fetched(box: EwsBox) -> None:
    box.deliver(mail(1), mail(2))
    cursor, _ = generation_and_mails(box)
    box.server.states_forgotten = True
    again, mails = generation_and_mails(box, cursor)
    assert mails == [mail(1), mail(2)] and again.generation == cursor.generation
    assert generation_and_mails(box, Cursor(cursor.generation, "bm8gc3RhdGU="))[1] == [mail(1), mail(2)]


def test_the_state_goes_on_only_with_the_last_batch_so_that_nothing_is_lost_on_the_way(box: EwsBox) -> None:
    box.deliver(*(mail(number) for number in range(60)))
    fetch = box.mailbox.fetch(None)
    first = next(fetch)
    assert len(first.mails) == 50 and first.cursor.uid == ""
    box.server.fail("GetItem", "dropped", "dropped", "dropped")
    with pytest.raises(MailError, match="connection was lost"):
        next(fetch)
    assert generation_and_mails(box, first.cursor)[1] == [mail(number) for number in range(60)]


@pytest.mark.parametrize("fault", ["cut", "half", "dropped", "lost"])
@pytest.mark.parametrize("operation", ["GetFolder", "SyncFolderItems", "GetItem"])
def test_a_connection_cut_in_the_middle_is_made_anew(box: EwsBox, operation: str, fault: str) -> None:
    box.mailbox.check()
    box.deliver(mail(1))
    box.server.fail(operation, fault)
    if operation == "GetFolder":
        box.mailbox.check()
    assert [one.raw for one in fetched(box)] == [mail(1)]


@pytest.mark.parametrize("fault", ["cut", "dropped", "lost"])
def test_a_move_that_was_not_acknowledged_is_made_once(box: EwsBox, fault: str) -> None:
    box.deliver(mail(1))
    (batch,) = box.mailbox.fetch(None)
    box.server.fail("MoveItem", fault)
    box.mailbox.move(batch.generation, [batch.mails[0].uid], "Processed")
    assert box.folder("Processed") == [mail(1)] and fetched(box) == []


def test_a_mail_deleted_meanwhile_is_passed_over(box: EwsBox) -> None:
    box.deliver(mail(1), mail(2))
    first = next(iter(box.store.items.values()))
    box.server.before["GetItem"] = lambda: box.server.remove(box.store, first)
    cursor, mails = generation_and_mails(box)
    assert mails == [mail(2)]
    assert generation_and_mails(box, cursor)[1] == []


def test_an_item_of_whatever_kind_is_a_mail(box: EwsBox) -> None:
    for kind in ("Message", "MeetingRequest", "PostItem", "Item", "ReportOfTheFuture"):
        box.server.deliver(ADDRESS, mail(1), kind=kind)
    assert len(fetched(box)) == 5


def test_what_exchange_cannot_write_as_mime_becomes_a_note_for_a_person(box: EwsBox) -> None:
    box.server.deliver(ADDRESS, b"Subject: Bestellung 7\r\n\r\n", unreadable="ErrorMimeContentConversionFailed")
    box.deliver(mail(2))
    note, other = fetched(box)
    assert b"Subject: Bestellung 7" in note.raw and b"open it there" in note.raw and b"From:" not in note.raw
    assert other.raw == mail(2)


def test_one_mail_that_cannot_be_had_now_keeps_the_others_from_nothing(box: EwsBox) -> None:
    (bad,) = box.server.deliver(ADDRESS, mail(1), unreadable="ErrorInternalServerError")
    box.deliver(mail(2))
    batches = box.mailbox.fetch(None)
    first = next(batches)
    assert [one.raw for one in first.mails] == [mail(2)]
    with pytest.raises(MailError, match="1 mails could not be fetched"):
        next(batches)
    bad.unreadable = ""
    assert generation_and_mails(box, first.cursor)[1] == [mail(1), mail(2)]


def test_large_mails_come_in_batches_of_their_own(box: EwsBox) -> None:
    box.deliver(*(mail(number) + b"x" * 11_000_000 for number in range(3)))
    assert [len(batch.mails) for batch in box.mailbox.fetch(None)] == [1, 1, 1]


def test_mails_move_to_a_nested_folder_and_its_parents_are_made(box: EwsBox) -> None:
    box.deliver(mail(1), mail(2))
    (batch,) = box.mailbox.fetch(None)
    for one in batch.mails:
        box.mailbox.move(batch.generation, [one.uid], "Done/2026/March")
    assert box.folder("Done/2026/March") == [mail(1), mail(2)]
    assert box.server.calls.count("CreateFolder") == 3


def test_a_folder_that_another_made_at_the_same_time_is_used(box: EwsBox) -> None:
    box.deliver(mail(1))
    (batch,) = box.mailbox.fetch(None)
    top = box.store.known["msgfolderroot"]
    box.server.before["CreateFolder"] = lambda: box.store.folders.update({"QUJDREVGR0g=": (top, "Done")})
    box.mailbox.move(batch.generation, [batch.mails[0].uid], "Done")
    assert box.folder("Done") == [mail(1)]


def test_a_folder_that_was_deleted_is_made_anew_at_the_next_move(box: EwsBox) -> None:
    box.deliver(mail(1), mail(2))
    (batch,) = box.mailbox.fetch(None)
    box.mailbox.move(batch.generation, [batch.mails[0].uid], "Done")
    (done,) = [id for id, (_, name) in box.store.folders.items() if name == "Done"]
    del box.store.folders[done]
    with pytest.raises(MailError, match="no such folder"):
        box.mailbox.move(batch.generation, [batch.mails[1].uid], "Done")
    box.store.items = {id: item for id, item in box.store.items.items() if item.folder != done}
    box.mailbox.move(batch.generation, [batch.mails[1].uid], "Done")
    assert box.folder("Done") == [mail(2)]


@pytest.mark.parametrize(("path", "shown"), [("Orders/2026", "Orders/2026"), ("INBOX/Orders", "Inbox/Orders")])
def test_another_folder_than_the_inbox_is_read(server: EwsServer, path: str, shown: str) -> None:
    box = EwsBox(server, folder=path)
    with pytest.raises(MailError, match="no such folder"):
        box.mailbox.check()
    start = box.store.known["inbox" if path.startswith("INBOX") else "msgfolderroot"]
    for name in path.removeprefix("INBOX/").split("/"):
        box.store.folders[id := server.new_id(ADDRESS)] = (start, name)
        start = id
    server.put(box.store, start, mail(1))
    assert box.folder(shown) == [one.raw for one in fetched(box)] == [mail(1)]


def test_a_shared_mailbox_is_opened_by_whoever_has_full_access(server: EwsServer) -> None:
    shared = EwsBox(server, "shared@desk.example")
    shared.deliver(mail(1))
    assert len(fetched(shared)) == 1
    server.full_access.clear()
    with pytest.raises(MailError, match=r"may not open shared@desk\.example: give it full access"):
        shared.mailbox.check()


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("403", "EWS is forbidden"),
        ("404", "no EWS at this address"),
        ("302", "HTTP 302: compare endpoint"),
        ("nonsense", "does not answer as EWS does"),
        ("dropped", "connection was lost"),
        ("cut", "connection was lost"),
        ("busy:5000", "busy"),
        ("ErrorMailboxMoveInProgress", "being moved"),
        ("ErrorADUnavailable", "ErrorADUnavailable: No."),
    ],
)
@pytest.mark.parametrize("operation", ["ConvertId", "GetFolder"])
def test_what_is_wrong_is_a_sentence(server: EwsServer, operation: str, fault: str, sentence: str) -> None:
    if operation == "ConvertId" and fault.startswith("Error"):
        operation = "GetFolder"  # the answer to the first question is not looked at, only its version
    box = EwsBox(server)
    server.fail(operation, fault)
    with pytest.raises(MailError, match=f"{ADDRESS} at 127.0.0.1:.*{sentence}"):
        box.mailbox.check()


def test_no_such_mailbox_and_no_right_to_impersonate_are_said(server: EwsServer) -> None:
    server.add(ADDRESS)
    with pytest.raises(MailError, match="may not impersonate"):
        EwsBox(server, access="impersonation").mailbox.check()
    gone = EwsBox(server, "gone@desk.example")
    del server.stores["gone@desk.example"]
    with pytest.raises(MailError, match=r"there is no mailbox gone@desk\.example"):
        gone.mailbox.check()


def test_a_wrong_password_is_tried_once_and_then_not_for_a_while(server: EwsServer) -> None:
    box = EwsBox(server, password="wrong")
    for _ in range(3):
        with pytest.raises(MailError, match=r"password is refused \(401\)"):
            box.mailbox.check()
    assert server.refused_logins == 1
    box.now = LOGIN_PAUSE_SECONDS + 1
    server.logins["desk"] = "wrong"
    box.mailbox.check()


def test_a_login_that_has_worked_is_tried_again_once(box: EwsBox) -> None:
    box.mailbox.check()
    box.server.fail("GetFolder", "401")
    box.mailbox.check()
    box.server.fail("GetFolder", "401", "401")
    with pytest.raises(MailError, match="401"):
        box.mailbox.check()
    calls = len(box.server.calls)
    with pytest.raises(MailError, match="401"):
        box.mailbox.check()
    assert len(box.server.calls) == calls


def test_a_busy_server_is_waited_for_within_bounds_and_then_left_alone(box: EwsBox) -> None:
    box.mailbox.check()
    box.server.fail("GetFolder", "busy:60000")
    for _ in range(3):
        with pytest.raises(MailError, match="busy; tried again later"):
            box.mailbox.check()
    assert box.server.calls.count("GetFolder") == 2


def test_a_server_that_is_always_a_little_busy_is_not_asked_for_ever(box: EwsBox) -> None:
    box.mailbox.check()
    box.server.fail("GetFolder", *["busy:200"] * 50)
    with pytest.raises(MailError, match="busy"):
        box.mailbox.check()
    assert box.server.calls.count("GetFolder") < 10


def test_an_access_token_is_renewed_once_after_a_refusal(server: EwsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # tokens over http, on loopback
    server.add(ADDRESS)
    server.tokens, server.impersonators = {"new"}, {"application"}
    box = EwsBox(server, auth="oauth", access="impersonation", password="", token=Tokens("old", "new"))
    box.deliver(mail(1))
    assert len(fetched(box)) == 1 and server.refused_logins == 1
    server.tokens = set()
    with pytest.raises(MailError, match=r"access token is refused \(401\)"):
        box.mailbox.check()


def test_ntlm_logs_a_user_of_a_domain_in_and_names_a_wrong_password(
    server: EwsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "users").write_text("DESK:desk:secret\n", encoding="utf-8")
    monkeypatch.setenv("NTLM_USER_FILE", str(tmp_path / "users"))
    server.by_ntlm = True
    box = EwsBox(server, user="DESK\\desk", auth="ntlm")
    box.deliver(mail(1), mail(2))
    assert [one.raw for one in fetched(box)] == [mail(1), mail(2)]
    server.fail("GetItem", "cut")
    assert len(fetched(box)) == 2
    with pytest.raises(MailError, match=r"password is refused \(401\)"):
        EwsBox(server, user="DESK\\desk", auth="ntlm", password="wrong").mailbox.check()


def test_two_mailboxes_with_one_login_do_not_take_each_others_connection(server: EwsServer) -> None:
    first, second = EwsBox(server), EwsBox(server, "orders@desk.example")
    first.mailbox.check()
    second.mailbox.check()
    first.mailbox.close()
    calls = server.calls.count("ConvertId")
    second.mailbox.check()
    assert server.calls.count("ConvertId") == calls


def test_mails_that_the_server_writes_with_other_bytes_each_time_are_known_by_their_uid(box: EwsBox) -> None:
    box.server.writes_anew = True
    box.deliver(mail(1))
    (one,), (other,) = fetched(box), fetched(box)
    assert one.raw != other.raw and one.uid == other.uid and one.lasting_uid
    assert set(one.uid) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=")


def test_a_strangers_server_is_never_spoken_to_in_clear() -> None:
    with pytest.raises(ValueError, match="encrypted"):
        EwsAccount("http://mail.example/EWS/Exchange.asmx", "ar", ADDRESS)


def test_a_server_that_does_not_answer_is_named() -> None:
    endpoint = f"http://127.0.0.1:{free_port()}/EWS/Exchange.asmx"
    connection = Connection(EwsAccount(endpoint, "ar", ADDRESS, "secret", "basic"))
    with pytest.raises(MailError, match="cannot be reached"):
        EwsMailbox(connection).check()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = str(self_signed(tmp_path))
    server = EwsServer(certificate)
    box = EwsBox(server)
    with pytest.raises(MailError, match="TLS certificate or protocol is not accepted"):
        box.mailbox.check()
    assert server.calls == []
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certificate)
    box.mailbox.check()
    server.stop()


def self_signed(folder: Path) -> Path:
    from datetime import UTC, datetime
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 7, now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file = folder / "server.pem"
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.public_bytes(pem))
    return file


def test_exchangelib_is_loaded_only_where_a_mailbox_needs_it_and_keeps_nothing_on_the_disk(box: EwsBox) -> None:
    box.mailbox.check()
    assert not list(AUTODISCOVER_PERSISTENT_STORAGE.parent.glob(f"{AUTODISCOVER_PERSISTENT_STORAGE.name}*"))
    program = "import sys, bot.app, bot.settings; sys.exit('exchangelib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2]).returncode == 0


def test_no_mail_and_no_recipient_is_logged(box: EwsBox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    box.deliver(b"Subject: streng geheim\r\n\r\nIBAN\r\n")
    box.server.fail("GetItem", "busy:5", "cut")
    fetched(box)
    assert "geheim" not in caplog.text and "exchangelib" not in caplog.text
