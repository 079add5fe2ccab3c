"""Where every value of a Reading was read: the words, the cell, the page; decided after the facts, deciding none."""
