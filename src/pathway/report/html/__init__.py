"""The report as one page, ``report.html``: opened from a mail, read in a browser, printed on A4."""
