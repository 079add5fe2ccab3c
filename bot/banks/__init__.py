"""Files of banks and payment providers in; statements, reports and statuses out: `detect` is the one door."""

from bot.banks.detect import read_bank_file, read_contents

__all__ = ["read_bank_file", "read_contents"]
