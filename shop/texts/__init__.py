"""Announcements and pages that owners write at the desk, beside those in files of ``content/``."""
