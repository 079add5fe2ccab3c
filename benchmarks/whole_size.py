"""`python3 -m benchmarks.whole_size matching|sqlite|postgresql`: money in at the size that its bars are set for.

One million open items and 50,000 lines of three accounts, drawn as `evaluation.payments` draws them. `matching`
compares in one process; the others run the command `o2cbot bank` with one camt.053 an account in a process of its own.
All figures are processor time; of the database server what its processes took in the same time.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.measuring import Skipped
from benchmarks.postgresql import private_cluster
from bot.storage.database import open_database
from bot.storage.migrations import migrate
from evaluation.payments.book import TODAY, Book
from evaluation.payments.lines import OUR_ACCOUNTS, Line
from evaluation.payments.measuring import PATTERNS, measure
from evaluation.payments.mixes import MANNERS, draw_data
from workflows.cash.model import BankEntry

ITEMS, LINES, SEED = 1_000_000, 50_000, 4711
PORTION = 20_000  # rows written at once while the books are filled
CURRENCIES = {"DE10": "EUR", "FR10": "EUR", "GB10": "GBP"}
COMPANY = """
[companies.{code}]
name = "Muster {code} GmbH"
country = "{country}"
vat_id = ""
registration = ""
street = "Hafenweg 1"
postcode = "20457"
city = "Hamburg"
iban = "{iban}"
bic = ""
currency = "{currency}"
email = "ar@{domain}.example"
invoice_number = "{code}-{{year}}-{{number:05d}}"
credit_note_number = "G{code}-{{year}}-{{number:05d}}"
known_invoice_numbers = {patterns}
escalation = {{ default = "lead@muster.example" }}
"""
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>{account}</MsgId><CreDtTm>{day}T18:00:00</CreDtTm></GrpHdr><Stmt><Id>{account}-1</Id>
<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{currency}</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>{day}</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{closing}</Amt><CdtDbtInd>{sign}</CdtDbtInd>
<Dt><Dt>{day}</Dt></Dt></Bal>
"""
ENTRY = """<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>{booked}</Dt></BookgDt><ValDt><Dt>{value}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>
<BkTxCd><Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs>{end_to_end}</Refs>{charges}{parties}<RmtInf>{remittance}</RmtInf></TxDtls></NtryDtls></Ntry>
"""
CODES = {  # kind of entry, money came in -> ISO 20022 domain, family, sub-family
    ("charge", False): ("ACMT", "MDOP", "CHRG"),
    ("interest", True): ("ACMT", "MCOP", "INTR"),
    ("internal", True): ("PMNT", "RCDT", "BOOK"),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.whole_size", description=__doc__)
    parser.add_argument("what", choices=("matching", "sqlite", "postgresql"))
    parser.add_argument("--mix", choices=sorted(MANNERS), default="base")
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    book, lines = draw_data(chosen.mix, chosen.items, chosen.lines, chosen.seed)
    if chosen.what == "matching":
        found = measure(book, lines)
        print(f"{len(lines) / found.seconds:.0f} lines/s, index {found.build_seconds:.1f} s, {found.megabytes:.0f} MB")
        return
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="o2cbot-bench-")))
        if chosen.what == "sqlite":
            url, server = f"sqlite:///{place / 'books.db'}", 0
        else:
            try:
                url = stack.enter_context(private_cluster())()
            except Skipped as why:
                raise SystemExit(str(why)) from why
            server = os.getpid()
        files = prepared(place, url, book, lines)
        del book
        command(place, files, len(lines), server)


def prepared(place: Path, url: str, book: Book, lines: list[Line]) -> list[Path]:
    """The desk's configuration, its filled books and one file of each account."""
    migrate(url)
    database = open_database(url)
    with database.begin() as uow:
        for portion in portions(account.customer for account in book.accounts):
            uow.customers.add_all(portion)  # type: ignore[attr-defined]
        items = (item for account in book.accounts for item in (*account.items, *account.settled))
        for portion in portions(items):
            uow.open_items.add_all(portion)  # type: ignore[attr-defined]
    database.close()
    companies = "".join(
        COMPANY.format(
            code=code, country=code[:2], iban=iban, currency=CURRENCIES[code], domain=code.lower(),
            patterns=[*PATTERNS],
        )
        for code, iban in OUR_ACCOUNTS.items()
    )  # fmt: skip
    cash = '[cash]\ndiscount_grace_days = 3\nwrite_off_limit = "1.00"\nbank_charges_limit = "25.00"\n'
    (place / "bot.toml").write_text(f'database = "{url}"\n{companies}\n{cash}', encoding="utf-8")
    return [file for code in OUR_ACCOUNTS if (file := written(place, code, lines)) is not None]


def portions(values: Iterable[Any]) -> Iterator[list[Any]]:
    several = iter(values)
    while portion := list(islice(several, PORTION)):
        yield portion


def written(place: Path, company: str, lines: Iterable[Line]) -> Path | None:
    """The camt.053 of one account; None where it has no line."""
    account, currency = OUR_ACCOUNTS[company], CURRENCIES[company]
    entries = [line.entry for line in lines if line.entry.account == account and line.entry.currency == currency]
    if not entries:
        return None
    closing = sum((entry.amount for entry in entries), Decimal(0))
    sign = "CRDT" if closing >= 0 else "DBIT"
    file = place / f"{company}.xml"
    with file.open("w", encoding="utf-8") as out:
        out.write(HEAD.format(account=account, currency=currency, closing=abs(closing), sign=sign, day=TODAY))
        out.writelines(map(entry_of, entries))
        out.write("</Stmt></BkToCstmrStmt></Document>\n")
    return file


def entry_of(entry: BankEntry) -> str:
    came_in = entry.amount > 0
    domain, family, sub = CODES.get((entry.kind, came_in), ("PMNT", "RCDT" if came_in else "ICDT", "ESCT"))
    role = "Dbtr" if came_in else "Cdtr"
    name, iban = escape(entry.payer_name), entry.payer_iban
    party = f"<{role}><Pty><Nm>{name}</Nm></Pty></{role}>" if name else ""
    party += f"<{role}Acct><Id><IBAN>{iban}</IBAN></Id></{role}Acct>" if iban else ""
    told = "".join(f"<Ustrd>{escape(text)}</Ustrd>" for text in entry.texts)
    told += "".join(
        f"<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>{escape(text)}</Ref></CdtrRefInf></Strd>"
        for text in entry.structured
    )
    charges = f'<Chrgs><Rcrd><Amt Ccy="{entry.currency}">{entry.charges}</Amt></Rcrd></Chrgs>' if entry.charges else ""
    return ENTRY.format(
        currency=entry.currency, amount=abs(entry.amount), sign="CRDT" if came_in else "DBIT",
        booked=entry.booking_date, value=entry.value_date, reference=entry.bank_reference, domain=domain,
        family=family, sub=sub, end_to_end=f"<EndToEndId>{escape(entry.end_to_end_id or 'NOTPROVIDED')}</EndToEndId>",
        charges=charges, parties=f"<RltdPties>{party}</RltdPties>" if party else "", remittance=told,
    )  # fmt: skip


def command(place: Path, files: list[Path], lines: int, server: int) -> None:
    """Runs `o2cbot bank`; prints lines by second of its processor time, of the server's and by the clock."""
    arguments = ["--config", str(place / "bot.toml"), "--as-of", TODAY.isoformat(), "bank", *map(str, files)]
    with server_time(server) as spent:
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        running = subprocess.Popen([sys.executable, "-m", "bot", *arguments], stderr=subprocess.DEVNULL)
        kilobytes = 0
        while running.poll() is None:
            kilobytes = max(kilobytes, most_resident(running.pid))
            time.sleep(0.1)
        clock, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if running.returncode:
        raise SystemExit(f"the command ended with {running.returncode}")
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{lines / own:.0f} lines/s of processor time ({own:.1f} s), {lines / clock:.0f} by the clock, "
        f"server {spent[0]:.1f} s, at most {kilobytes / 1000:.0f} MB"
    )


def most_resident(pid: int) -> int:
    """Kilobytes that a process has had in memory at most (Linux); what waiting tells would count the parent's, too."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)


@contextmanager
def server_time(parent: int) -> Iterator[list[float]]:
    """Seconds of processor time that the servers below a process took meanwhile (Linux); [0.0] without one."""
    before, spent = ticks_below(parent) if parent else {}, [0.0]
    yield spent
    if parent:
        after = ticks_below(parent)
        spent[0] = sum(after[pid] - before.get(pid, 0) for pid in after) / os.sysconf("SC_CLK_TCK")


def ticks_below(parent: int) -> dict[int, int]:
    """Ticks of every process below another one, those that it has waited for included."""
    children, ticks = defaultdict(list), {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        children[int(fields[1])].append(int(stat.parent.name))
        ticks[int(stat.parent.name)] = sum(map(int, fields[11:15]))
    below, found = [parent], {}
    while below:
        below = [child for each in below for child in children[each]]
        found.update({child: ticks[child] for child in below})
    return found


if __name__ == "__main__":
    main()
