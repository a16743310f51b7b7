"""``shop pages``: announcements and pages that were written at the desk."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infra.cli.command import Json, shop_services
from infra.cli.telling import say, show

if TYPE_CHECKING:
    from functions.bootstrap import Services
    from shop.texts.model import Text
    from shop.texts.service import Place

app = typer.Typer(
    no_args_is_help=True,
    help="Announcements and pages that were written at the desk: look at them, take them along as "
    "files, take one down.",
)

ACTOR = "command line"

Name = Annotated[str, typer.Argument(help="As `shop pages list` shows it: announcement/HANDLE.")]


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List them with their state."""
    from shop.texts.service import texts

    services = shop_services()
    now, default = services.clock(), services.profile.default_language
    found = texts(services.store)
    if as_json:
        show({"texts": [_public(text, services) for text in found]})
        return
    for text in found:
        languages = ", ".join(text.written())
        title = text.title(default, default)
        say(f"{text.kind}/{text.handle}  {text.state(now)}  {languages}\n    {title}")
    if not found:
        say("There are none.")


@app.command(name="show")
def show_(
    name: Name,
    version: Annotated[int, typer.Option(min=0, help="An earlier one; 0 is the latest.")] = 0,
    as_json: Json = False,
) -> None:
    """Print one as the files of `content/` would have it, and its versions."""
    from shop.texts.files import files_of
    from shop.texts.service import find, versions

    services, place = shop_services(), _place(name)
    text = find(services.store, place, version)
    if as_json:
        show(_public(text, services))
        return
    for file in files_of(text):
        say(f"=== {file.path}\n{file.content}")
    for each in versions(services.store, place):
        say(f"{each.number:>4}  {each.at.isoformat()[:16]}  {each.did}  {each.actor}")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Files go into announcements/ and pages/ in it.")],
    as_json: Json = False,
) -> None:
    """Write all of them as Markdown files, which make the same pages in `content/`."""
    from shop.texts.files import files_of
    from shop.texts.service import texts

    files = [file for text in texts(shop_services().store) for file in files_of(text)]
    for file in files:
        _write(folder / file.path, file.content)
    other = [file.path for file in files if not file.same]
    if as_json:
        show({"files": [file.path for file in files], "look_at": other})
        return
    say(f"{len(files)} files are in {folder}.")
    if other:
        say("What was typed there reads as HTML in a file. Look at them: " + ", ".join(other))
    say("Withdraw them at the desk (shop pages withdraw) before you put the files into content/.")


@app.command()
def withdraw(name: Name, as_json: Json = False) -> None:
    """Take one off the pages. It stays at the desk as a draft."""
    from shop.statistics.service import shop_zone
    from shop.texts.service import Editor, find, withdraw

    services, place = shop_services(), _place(name)
    by = Editor(ACTOR, services.clock, shop_zone(services.profile))
    seen = find(services.store, place).number
    text = withdraw(services.store, by, place, seen=seen)
    if as_json:
        show(_public(text, services))
    else:
        say(f"{name} is withdrawn. The pages follow with the next build.")


def _write(path: Path, content: str) -> None:
    """Raises Conflict where there is another file of that name: it may be somebody's own."""
    from shop.errors import Conflict

    if path.exists() and path.read_text(encoding="utf-8") != content:
        raise Conflict(f"{path} exists already and says something else. Export to a new folder.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _place(name: str) -> "Place":
    from shop.texts.service import Place, kind_of

    kind, _, handle = name.partition("/")
    return Place(kind_of(kind), handle)


def _public(text: "Text", services: "Services") -> dict[str, Any]:
    return {**text.model_dump(mode="json"), "state": text.state(services.clock())}
