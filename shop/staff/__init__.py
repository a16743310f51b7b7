"""Who may sit at the owner's desk, what each may do there, and what each has done."""
