"""The owner's desk: signing in, what waits today, the staff and the audit log.

Each further section is a function of its own (``admin_orders``, …) that uses `shell` and `forms`.
"""
