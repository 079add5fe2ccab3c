"""Cash application measured on books and bank lines that are drawn with their full truth."""
