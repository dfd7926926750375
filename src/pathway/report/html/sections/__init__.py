"""Sections of the page: what each shows, as plain data in one language."""
