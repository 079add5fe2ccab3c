"""What a customer contests: which documents, why, and how much of them."""

from nlp.extract.dispute.reader import read_dispute, reasons_of
from nlp.extract.dispute.words import complaint_in, complaints_only, reason_of

__all__ = ["complaint_in", "complaints_only", "read_dispute", "reason_of", "reasons_of"]
