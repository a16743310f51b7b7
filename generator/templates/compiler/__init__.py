"""From a Jinja template and a language to one Python program; nothing here is needed to run it."""
