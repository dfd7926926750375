"""One sheet of the report a file, each with ``fill(book, results, lang)``."""
