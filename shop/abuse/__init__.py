"""Keeping out who orders, or tries cards, by the thousand, without bothering anybody else."""
