r"""Folder names as people write them ("shared/ar", "\Archive") into those of a server, with its namespaces.

Names are written with "/" between levels and in plain letters; the client encodes them (modified UTF-7, RFC 3501,
5.1.3). A name that begins with a backslash is a use (RFC 6154): the folder that the server or its owner marked so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from imapclient import IMAPClient  # type: ignore[import-untyped]

from bot.mail.ports import MailError

INBOX = "INBOX"
NOT_SELECTABLE = {b"\\noselect", b"\\nonexistent"}
SET_CHARACTERS = 900  # of a set of uids in one command: servers must take lines of 8192, not more (RFC 7162, 4)

Namespaces = tuple[tuple[str, str], ...]  # (prefix, separator); the personal one first


class Folders:
    """The folders of one account; what a server said about its names is kept, for it does not change."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._namespaces: Namespaces | None = None
        self._found: dict[str, str] = {}

    def name(self, client: IMAPClient, written: str) -> str:
        """The server's name of a folder, which may not exist yet; raises MailError where no folder has that use."""
        if written not in self._found:
            if written.startswith("\\"):
                self._found[written] = self._special(client, written)
            else:
                self._found[written] = full_name(written, self._asked(client))
        return self._found[written]

    def made(self, client: IMAPClient, written: str) -> str:
        """The server's name of a folder to put mails into; made if there is none."""
        try:
            name = self.name(client, written)
        except MailError:
            if not client.has_capability("CREATE-SPECIAL-USE"):
                raise
            return self._make_special(client, written)
        if not exists(client, name):
            client.create_folder(name)
        return name

    def forget(self, written: str) -> None:
        """The folder was not as remembered (deleted, renamed): it is looked up anew."""
        self._found.pop(written, None)

    def _asked(self, client: IMAPClient) -> Namespaces:
        if self._namespaces is None:
            self._namespaces = namespaces(client)
        return self._namespaces

    def _special(self, client: IMAPClient, use: str) -> str:
        wanted = use.lower().encode()
        for flags, _, name in client.list_folders():
            if wanted in {bytes(flag).lower() for flag in flags}:
                return str(name)
        raise MailError(self._where, f"no folder is marked {use} on this server: write a folder's name instead")

    def _make_special(self, client: IMAPClient, use: str) -> str:
        """CREATE-SPECIAL-USE (RFC 6154, 3), which the client library does not know."""
        name = full_name(use[1:], self._asked(client))
        quoted = client._normalise_folder(name)
        typ, answer = client._imap._simple_command("CREATE", quoted, f"(USE ({use}))")
        if typ != "OK":
            raise MailError(self._where, f"no folder is marked {use}, and none can be made: {answer[0]!r}")
        self._found[use] = name
        return name


def namespaces(client: IMAPClient) -> Namespaces:
    """Personal, others' and shared ones (RFC 2342); of a server that knows none: its separator alone."""
    if client.has_capability("NAMESPACE"):
        answer = client.namespace()
        found = tuple((str(prefix), separator or "") for part in answer for prefix, separator in part or ())
        if answer.personal:
            return found
        return (("", _separator(client)), *found)
    return (("", _separator(client)),)


def full_name(written: str, spaces: Namespaces) -> str:
    """ "Done/2026" -> "INBOX.Done.2026" where the personal namespace is "INBOX." with "."; a name that begins with the
    prefix of a namespace, in the server's own writing or with "/", lies there."""
    if written.upper() == INBOX:
        return INBOX
    for prefix, separator in sorted(spaces, key=lambda space: -len(space[0])):
        for beginning in (prefix, prefix.replace(separator, "/") if separator else prefix):
            if beginning and written.startswith(beginning) and written != beginning:
                return prefix + _separated(written[len(beginning) :], separator)
    prefix, separator = spaces[0]
    head, _, rest = written.partition("/")
    if head.upper() == INBOX and rest:  # below the inbox, whatever the personal prefix
        return separator.join((INBOX, _separated(rest, separator))) if separator else written
    return prefix + _separated(written, separator)


def exists(client: IMAPClient, name: str) -> bool:
    """Whether the folder is there and takes mails. "%" and "*" in a name are no wildcards."""
    return any(
        found == name and not {bytes(flag).lower() for flag in flags} & NOT_SELECTABLE
        for flags, _, found in client.list_folders("", name)
    )


def uid_sets(uids: Iterable[int]) -> Iterator[tuple[str, list[int]]]:
    """Uids as sets for commands ("3:17,20"), each short enough for a line, with the uids in it."""
    parts: list[str] = []
    chosen: list[int] = []
    for first, last in _runs(sorted(set(uids))):
        part = str(first) if first == last else f"{first}:{last}"
        if parts and sum(len(one) + 1 for one in parts) + len(part) > SET_CHARACTERS:
            yield ",".join(parts), chosen
            parts, chosen = [], []
        parts.append(part)
        chosen.extend(range(first, last + 1))
    if parts:
        yield ",".join(parts), chosen


def _runs(uids: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for place in range(1, len(uids) + 1):
        if place == len(uids) or uids[place] != uids[place - 1] + 1:
            yield uids[start], uids[place - 1]
            start = place


def _separated(name: str, separator: str) -> str:
    return name.replace("/", separator) if separator else name


def _separator(client: IMAPClient) -> str:
    """LIST "" "" gives the separator alone (RFC 3501, 6.3.8)."""
    found = client.list_folders("", "")
    return found[0][1].decode() if found and found[0][1] else "/"
