"""Tables of the assessment for the terminal, with sparklines."""
