"""Money that comes by bank transfer: what the shopper scans, and what the bank says arrived."""
