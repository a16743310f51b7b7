"""Pages at the speed of hand-written Python, from ordinary Jinja templates.

``engine.PageTemplates`` is what a build calls. ``compiler`` links a page template with all that it
extends, includes and imports into one Python program per language (`docs/decisions/0006`);
``runtime`` is what such a program calls; ``cache`` keeps programs between processes.
"""
