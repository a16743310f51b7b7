"""Statistics at the desk: what was sold in some days, drawn, in figures, and as a file."""
