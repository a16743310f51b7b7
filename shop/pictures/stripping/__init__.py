"""Takes metadata out of a picture's file without touching a pixel: one module a format.

Each has ``strip(content) -> bytes | None``: the same picture made only of the parts that are known
to be picture, or None where the file is not built as expected (it is then drawn anew). What comes
behind the picture's end goes too.
"""
