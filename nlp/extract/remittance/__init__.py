"""Payment advices: from the tables of a list or from the sentences of a mail."""
