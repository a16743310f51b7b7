"""Shows an order to the guest who holds its token."""
