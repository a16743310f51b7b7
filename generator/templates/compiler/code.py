"""Jinja's seam: an environment with this code generator compiles a page template to a program."""

from pathlib import Path
from typing import Any, TextIO

from jinja2 import Environment, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator
from jinja2.defaults import DEFAULT_POLICIES

from generator.templates.compiler.body import Body
from generator.templates.compiler.linking import Linked
from generator.templates.compiler.program import Program
from generator.templates.compiler.scopes import Context
from generator.templates.compiler.values import Unsupported


class PageCode(CodeGenerator):
    """What `jinja2.Environment.code_generator_class` names; a language makes a subclass of it."""

    language = ""
    translations = Path()

    def __init__(
        self,
        environment: Environment,
        name: str | None,
        filename: str | None,
        stream: TextIO | None = None,
        *more: Any,
        **options: Any,
    ) -> None:
        super().__init__(environment, name, filename, stream, *more, **options)

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: ARG002, N802 - Jinja's own
        """Writes the program's source. Raises Unsupported where the page is left to Jinja."""
        compiler = Linked()
        compiler.program = Program(self.environment, self.language, self.translations)
        body = Body()
        opened = compiler.program.opened(self.name or "", node)
        compiler.write_template(opened, Context(), body)
        self.stream.write(compiler.program.source(body))


def page_source(environment: Environment, name: str, language: str, translations: Path) -> str:
    """The program of a page template, in one language. Raises Unsupported, or what Jinja raises."""
    if environment.finalize or environment.is_async or environment.sandboxed:
        raise Unsupported("an environment with finalize, async or a sandbox")
    if environment.undefined is not StrictUndefined:
        raise Unsupported("an environment where undefined is no error")
    if environment.policies != DEFAULT_POLICIES:
        raise Unsupported("policies of its own")
    own = environment.overlay()
    own.code_generator_class = type(
        "PageCodeOfLanguage", (PageCode,), {"language": language, "translations": translations}
    )
    if own.loader is None:
        raise ValueError("The environment has no loader to find templates with.")
    source, filename, _ = own.loader.get_source(own, name)
    return own.compile(source, name, filename, raw=True)
