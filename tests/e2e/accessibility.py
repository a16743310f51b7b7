"""axe-core over a page: what it finds amiss."""

from functools import cache
from importlib.resources import files
from typing import Any

# Rules that judge whole pages of a site by best practice, and are meant here.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
RUN = """(options) => axe.run(document, {...options, resultTypes: ["violations"]}).then(
    (found) => found.violations.map(
        (it) => `${it.id}: ${it.nodes.map((node) => node.target.join(" ")).join(" | ")}`))"""


@cache
def _script() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Any, **options: Any) -> list[str]:
    """A line for each rule that is broken, with where. `options` as `axe.run` has them."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    return list(page.evaluate(RUN, {**RULES, **options}))
