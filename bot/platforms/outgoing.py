"""Letters whose e-invoice a platform delivers go to the platform; all others go out by mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from email import message_from_bytes, policy

from bot.documents.einvoice.profiles import PROFILES
from bot.mail.compose import PROFILE_HEADER
from bot.mail.ports import MailError, Outgoing, Sent, unnoticed
from bot.platforms.flow import Document, FlowPlatform, tracking_id
from workflows.invoicing.electronic import EInvoiceProfile

SYNTAXES = {"cii": "CII", "cii_extended": "CII", "ubl": "UBL"}
LEVELS = {"EXTENDED": "Extended"}


class RoutedOutgoing:
    """An Outgoing over the mail system and platforms by profile. A letter has one way: it never goes both."""

    def __init__(self, mail: Outgoing, platforms: Mapping[EInvoiceProfile, FlowPlatform]) -> None:
        self._mail, self._platforms = mail, platforms

    def send(
        self,
        raw: bytes,
        message_id: str,
        sender: str,
        recipients: Sequence[str],
        handing_over: Callable[[], None] = unnoticed,
    ) -> Sent:
        found = self._bound(raw)
        if found is None:
            return self._mail.send(raw, message_id, sender, recipients, handing_over)
        platform, document = found
        return platform.submit(document, tracking_id(message_id), handing_over)

    def find(self, message_id: str) -> bool | None:
        """A platform that cannot be asked leaves it open."""
        try:
            if any(platform.find(tracking_id(message_id)) for platform in set(self._platforms.values())):
                return True
        except MailError:
            return None
        return self._mail.find(message_id)

    def check(self) -> None:
        self._mail.check()
        for platform in set(self._platforms.values()):
            platform.check()

    def close(self) -> None:
        self._mail.close()

    def _bound(self, raw: bytes) -> tuple[FlowPlatform, Document] | None:
        """The platform of a letter's first e-invoice and the document, or None."""
        if PROFILE_HEADER.encode() not in raw:
            return None
        for part in message_from_bytes(raw, policy=policy.default).walk():
            name = str(part.get(PROFILE_HEADER, ""))
            if name in list(EInvoiceProfile) and (platform := self._platforms.get(EInvoiceProfile(name))):
                profile = PROFILES[EInvoiceProfile(name)]
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)  # an attachment of ours
                syntax = "Factur-X" if profile.level else SYNTAXES[profile.syntax.name]
                level = LEVELS.get(profile.level, "CIUS")
                file = part.get_filename() or "invoice"
                return platform, Document(file, part.get_content_type(), content, syntax, level)
        return None
