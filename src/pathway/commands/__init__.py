"""The commands of `pathway`, a file for each group."""
