"""Hands the programme to HiGHS and takes back only what is proved."""
