"""What is asked of a closed plan: how far it can move, what implies what, who pays, and why."""
