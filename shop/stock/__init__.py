"""The stock ledger: what is on hand, held and sold, and why it changed."""
