"""Mails to shoppers and owners, sent through the outbox."""
