"""Invoices and credit notes: numbered without gaps, and frozen once they are made."""
