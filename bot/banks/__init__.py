"""Bank statements in, statements of entries out: `read_bank_file` is the one door."""

from bot.banks.detect import read_bank_file

__all__ = ["read_bank_file"]
