"""Declarations of the sheets, a few to a file."""
