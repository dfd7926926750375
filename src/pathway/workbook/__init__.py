"""Reads a planner's workbook and writes empty ones; with the report, the only place with Excel."""
