"""What the last build knew, in one file beside the pages: so that a change costs what it changes.

Everything in it can be made again from the store; nothing in it is believed once its signature is
not that of today's theme, settings and program.
"""
