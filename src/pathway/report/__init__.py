"""The plan as a workbook that departments read."""
