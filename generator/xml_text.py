"""Text inside XML. The standard library's functions for it bring its whole HTTP client along, which
takes longer to load than a changed price may take to be live."""


def escape(text: str) -> str:
    """As character data."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """As the value of an attribute, quotation marks included."""
    return f'"{escape(text).replace(chr(34), "&quot;")}"'
