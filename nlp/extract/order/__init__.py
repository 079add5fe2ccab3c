"""Orders: from an order file, from a table, from blocks of lines or from sentences; every way gives `Lines`."""
