"""Announcements and pages at the desk: written in a form, looked at, shown from and until when."""
