"""The planning problem, checked and in one system of units; knows no Excel and no solver."""
