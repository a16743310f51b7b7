"""Ordinary Pelican settings: ``pelican content -s site/pelicanconf.py`` builds into ./output.

What the shop is called and sells stands in shop.toml and in the store; here is only what Pelican
itself must know. Paths are relative to this file.
"""

from jinja2 import StrictUndefined

# Imported, not named: Pelican would log a plugin that cannot be imported, and go on without it.
from generator import plugin
from generator.bootstrap import bootstrap
from shop.settings import load_settings

PLUGINS = [plugin]
SHOP_COMPOSE = bootstrap
SITEURL = load_settings().base_url
SITENAME = "Shop"

PATH = "../content"
ARTICLE_PATHS = ["announcements"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
THEME = "../theme"
THEME_STATIC_PATHS: list[str] = []  # the plugin writes the theme's hashed assets
CSS_FILE = ""

TIMEZONE = "UTC"
LOCALE = ["C.UTF-8", "C"]
DEFAULT_LANG = "en"

# Texts are NAME.LANGUAGE.md; Slug and Lang within the text are taken before the file's name.
FILENAME_METADATA = r"(?P<slug>[^.]+)\.(?P<lang>[A-Za-z-]+)$"
ARTICLE_URL = ARTICLE_LANG_URL = "{lang}/announcements/{slug}"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "{lang}/announcements/{slug}.html"
PAGE_URL = PAGE_LANG_URL = "{lang}/pages/{slug}"
PAGE_SAVE_AS = PAGE_LANG_SAVE_AS = "{lang}/pages/{slug}.html"
DRAFT_URL = DRAFT_LANG_URL = "{lang}/drafts/{slug}"
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = "{lang}/drafts/{slug}.html"
DRAFT_PAGE_URL = DRAFT_PAGE_LANG_URL = "{lang}/drafts/pages/{slug}"
DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = "{lang}/drafts/pages/{slug}.html"
FORMATTED_FIELDS: list[str] = []  # a summary is plain text

# Pelican's own listings give way to the shop's.
DIRECT_TEMPLATES: list[str] = []
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""

# Feeds have what was written at the desk, too, so they are the shop's own.
FEED_ALL_ATOM = TRANSLATION_FEED_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = (
    None
)

# Pelican's default leaves autoescape off: one title with "<" in it, and the page is the visitor's.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": [],
}
