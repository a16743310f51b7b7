"""Looks at what nobody told the shop: open payments, calls that broke off, orders that expire."""
