"""Folders of Microsoft 365 by the paths that people write ("INBOX", "Done/2026"), made where that is wished."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from bot.mail.graph_service import GraphService, Refused
from bot.mail.ports import MailError

# Names that mean a folder in every language (Graph, "mailFolder resource type").
WELL_KNOWN = ("inbox", "archive", "deleteditems", "drafts", "junkemail", "outbox", "sentitems", "msgfolderroot")
EXISTS = 409


class GraphFolders:
    """The folders of `user`'s mailbox. Nothing is remembered: folders are renamed and made anew."""

    def __init__(self, service: GraphService, user: str) -> None:
        self._service, self._user = service, user

    def found(self, folder: str, *, make: bool = False) -> str:
        """The id of a folder by its path, made where it is not there if `make`; raises MailError."""
        first, *rest = [name for name in folder.split("/") if name] or ["inbox"]
        if first.lower() in WELL_KNOWN:
            above = str(self._service.read(self._user, "GET", f"/mailFolders/{first.lower()}?$select=id").get("id"))
        else:
            above, rest = "", [first, *rest]
        for name in rest:
            above = self._child(above, name, make)
        return above

    def _child(self, above: str, name: str, make: bool) -> str:
        path = f"/mailFolders/{quote(above, safe='')}/childFolders" if above else "/mailFolders"
        if found := self._look(path, name):
            return found
        if not make:
            raise MailError(self._user, f"there is no folder {name!r}")
        try:
            return str(self._service.read(self._user, "POST", path, json={"displayName": name}).get("id"))
        except Refused as refused:
            if refused.status == EXISTS and (found := self._look(path, name)):
                return found  # made by somebody else a moment ago
            raise

    def _look(self, path: str, name: str) -> str:
        quoted = name.replace("'", "''")
        wanted = {"$filter": f"displayName eq '{quoted}'", "$select": "id"}
        for item in items_of(self._service.read(self._user, "GET", path, params=wanted)):
            return str(item["id"])
        return ""


def items_of(page: dict[str, Any]) -> list[dict[str, Any]]:
    """The items of a page that Graph answered; whatever else stands there is passed over."""
    items = page.get("value")
    return [item for item in items if isinstance(item, dict) and item.get("id")] if isinstance(items, list) else []
