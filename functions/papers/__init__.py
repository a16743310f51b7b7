"""Invoices and credit notes as PDF, for the guest whose order it is."""
