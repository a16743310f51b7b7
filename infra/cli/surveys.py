"""``shop surveys``: what is asked, and what people answered."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infra.cli.command import Json, shop_services
from infra.cli.telling import say, show

if TYPE_CHECKING:
    from functions.bootstrap import Services
    from shop.surveys.model import Survey

app = typer.Typer(
    no_args_is_help=True, help="Surveys are files in content/surveys; here are their answers."
)

Id = Annotated[str, typer.Argument(help="The survey's id: its file without .toml.")]
Language = Annotated[str, typer.Option(help="Of the words; the shop's own where none is given.")]


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List the surveys, whether they are open, and how many answered."""
    from shop.surveys.definitions import load_surveys
    from shop.surveys.reading import results

    services = shop_services()
    found = [
        {
            "id": survey.id,
            "title": survey.title,
            "phase": survey.phase(services.clock()),
            "access": survey.access,
            "answers": results(services.store, survey).answers,
        }
        for survey in load_surveys(_folder(services))
    ]
    if as_json:
        show({"surveys": found})
    for each in () if as_json else found:
        say(f"{each['id']}  {each['phase']:<6}  {each['access']:<7}  {each['answers']} answers")


@app.command()
def results(
    survey: Id,
    cross: Annotated[
        tuple[str, str] | None, typer.Option(help="Two questions side by side.")
    ] = None,
    language: Language = "",
    as_json: Json = False,
) -> None:
    """Show counts, shares with their 95 % interval, means and words."""
    from shop.surveys.reading import crossing
    from shop.surveys.reading import results as read
    from shop.surveys.report import report_view

    services = shop_services()
    asked = _survey(services, survey)
    default = services.profile.default_language
    found = read(services.store, asked)
    shown = report_view(asked, found, language or default, default, texts=True)
    report: dict[str, Any] = {**shown}
    if cross:
        report["crossing"] = crossing(services.store, asked, *cross)._asdict()
    if as_json:
        show(report)
    else:
        say("\n".join(_told(report)))


@app.command()
def export(
    survey: Id,
    file: Annotated[Path, typer.Argument(help="Where to write: .csv or .xlsx.")],
    language: Language = "",
    as_json: Json = False,
) -> None:
    """Write a row for each person, a column for each question."""
    from shop.surveys.reading import export_answers

    services = shop_services()
    default = services.profile.default_language
    asked = _survey(services, survey)
    rows = export_answers(services.store, asked, file, language or default, default)
    if as_json:
        show({"file": str(file), "rows": rows})
    else:
        say(f"{rows} answers written to {file}.")


@app.command()
def invite(
    survey: Id,
    number: Annotated[int, typer.Option(min=1, max=1000, help="How many links.")] = 1,
    language: Language = "",
    as_json: Json = False,
) -> None:
    """Make links, each good for one answer; who gets which is not kept."""
    from urllib.parse import urlencode

    from shop.secret import key_for
    from shop.surveys.service import PURPOSE, invitation

    services = shop_services()
    asked = _survey(services, survey)
    key = key_for(services.settings, PURPOSE)
    lang = language or services.profile.default_language
    queries = [
        urlencode({"invitation": invitation(key, asked.id), "lang": lang}) for _ in range(number)
    ]
    links = [f"{services.settings.base_url}/api/surveys/{asked.id}?{query}" for query in queries]
    if as_json:
        show({"links": links})
    else:
        say("\n".join(links))


def _folder(services: "Services") -> Path:
    return services.settings.root / "content" / "surveys"


def _survey(services: "Services", name: str) -> "Survey":
    from shop.surveys.definitions import find_survey

    return find_survey(_folder(services), name)


def _told(report: dict[str, Any]) -> list[str]:
    lines = [f"{report['title']}: {report['answers']} answers"]
    for question in report["questions"]:
        lines += ["", f"{question['title']} ({question['answered']})"]
        lines += [line for row in question["rows"] for line in _shares(row)]
        lines += [f"    mean {question['mean']}"] if question["mean"] is not None else []
        lines += [f"    “{text}”" for text in question["texts"]]
    return [*lines, *_crossed(report["crossing"])] if "crossing" in report else lines


def _shares(row: dict[str, Any]) -> list[str]:
    figures = [
        f"    {share['percent']:>5} %  ({share['low']}–{share['high']})  "
        f"{share['times']:>4}  {share['title']}"
        for share in row["shares"]
    ]
    return [f"  {row['title']}", *figures] if row["title"] else figures


def _crossed(crossing: dict[str, Any]) -> list[str]:
    pairs = zip(crossing["rows"], crossing["counts"], strict=True)
    lines = ["\t".join([name, *map(str, counts)]) for name, counts in pairs]
    return ["", "\t".join(["", *crossing["columns"]]), *lines]
