"""Invoices, credit notes and packing slips as PDF, in every language of the shop."""
