"""The linear programme: a case becomes sets, decisions, rows and costs."""
