"""`o2cbot demo`: a sample company's four weeks, played through the whole process on local mail folders."""
