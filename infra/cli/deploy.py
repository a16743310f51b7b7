"""``shop deploy``, ``status``, ``logs`` and ``destroy``: the shop on AWS."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from infra.cli.command import Json
from infra.cli.deploy_summary import report, tell_done, tell_outlook, tell_status
from infra.cli.progress import Progress, on_terminal, progress
from infra.cli.telling import say, show
from shop.settings import Settings, load_settings

if TYPE_CHECKING:
    from infra.aws.deploying.account import Account
    from infra.aws.deploying.changes import Stacks
    from infra.aws.deploying.deploy import Done
    from infra.aws.deploying.preflight import Finding
    from infra.aws.plan import Plan
    from shop.profile import Profile

Yes = Annotated[bool, typer.Option("--yes", help="Begin without being asked.")]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every command here begins with."""

    settings: Settings
    profile: "Profile"
    plan: "Plan"
    account: "Account"
    stacks: "Stacks"
    line: Progress


def deploy(
    yes: Yes = False,
    check: Annotated[bool, typer.Option("--check", help="Only look whether it could.")] = False,
    as_json: Json = False,
) -> None:
    """Put the shop on AWS, or bring what is there up to date."""
    with _desk(silent=as_json) as desk, _broken_off("shop deploy"):
        findings, costs = _looked(desk, silent=as_json)
        may = not check and not _stops(findings)
        done = _deployed(desk) if may and _agreed(desk, yes=yes, silent=as_json) else None
    if as_json:
        show(report(findings, costs, done))
    elif done:
        tell_done(done)
    elif _stops(findings):
        say("Nothing was done: mend what is marked ✗, then type the command again.")
    if not _as_asked(findings, done, check=check):
        raise typer.Exit(1)


def _as_asked(findings: list["Finding"], done: "Done | None", *, check: bool) -> bool:
    """Whether the shop was deployed and is well; with `check`, whether it could be."""
    if _stops(findings):
        return False
    return check if done is None else not done.wrong


def status(as_json: Json = False) -> None:
    """Say how the shop on AWS is; exit code 1 where something is wrong."""
    from infra.aws.deploying.looking import Lookout, well

    with _desk(silent=as_json) as desk:
        found = Lookout(desk.account, desk.plan, desk.stacks).status()
    if as_json:
        show(found)
    elif "address" in found:
        tell_status(found)
    else:
        say(f"{_nothing_there(desk)} “shop deploy” opens one.")
    if not well(found):
        raise typer.Exit(1)


def logs(
    function: Annotated[str, typer.Argument(help="Which one, by its folder's name.")],
    minutes: Annotated[int, typer.Option(help="Of the last minutes.", min=1)] = 60,
    only: Annotated[str, typer.Option(help="CloudWatch's pattern of lines.")] = "",
) -> None:
    """Show what a function wrote into its log."""
    from infra.aws.deploying.looking import Lookout

    with _desk(silent=True) as desk:
        lookout = Lookout(desk.account, desk.plan, desk.stacks)
        silence = True
        for text in lookout.logs(function, timedelta(minutes=minutes), only):
            silence = False
            print(text)
    if silence:
        say(f"{function} wrote nothing {'like that ' if only else ''}in {minutes} minutes.")


def destroy(
    data: Annotated[
        bool, typer.Option("--data", help="Orders, pages, pictures and secrets, too.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Take the shop off AWS. What was sold, written and drawn stays, unless --data."""
    from infra.aws.deploying.removal import Removal

    with _desk(silent=False) as desk, _broken_off("shop destroy"):
        removal = Removal(desk.account, desk.plan, desk.stacks, say)
        if not removal.there():
            say(_nothing_there(desk))
            return
        name = desk.plan.name
        with desk.line.paused():
            if not yes and not _typed(name, data=data):
                raise typer.Exit(1)
        desk.line.stage("Taking the shop down")
        left = [] if data else removal.house()
        if data:
            removal.everything()
    if left:
        say("Gone: the address, the functions, their logs and alarms. Kept:")
        for each in left:
            say(f"  {each}")
        say("“shop deploy” opens the shop again; “shop destroy --data” deletes these, too.")
    else:
        say(f"Nothing of {name} is left on AWS.")


def _nothing_there(desk: Desk) -> str:
    return f"There is no shop called {desk.plan.name} in {desk.plan.region}."


@contextmanager
def _broken_off(command: str) -> Iterator[None]:
    """Ctrl-C: AWS goes on with what it has begun, and the next call with the rest."""
    try:
        yield
    except KeyboardInterrupt:
        say(f"Broken off. AWS finishes what it has begun; “{command}” goes on from there.")
        raise typer.Exit(130) from None


@contextmanager
def _desk(*, silent: bool) -> Iterator[Desk]:
    """The composition of everything that deals with AWS."""
    from infra.aws.deploying.account import Account
    from infra.aws.deploying.changes import Stacks
    from infra.aws.plan import Gateway, load_plan
    from shop.profile import load_profile

    settings = load_settings()
    profile = load_profile(settings.root / "site")
    endpoint = urlsplit(settings.aws_endpoint or "")
    double = Gateway(endpoint.hostname, endpoint.port or 80) if endpoint.hostname else None
    plan = load_plan(settings.root / "site", profile, double)
    os.environ["AWS_DEFAULT_REGION"] = plan.region  # of the adapters' own clients
    account = Account(plan.region, settings.aws_endpoint)
    with progress(silent=silent) as line:
        tell = (lambda _text: None) if silent else say
        yield Desk(settings, profile, plan, account, Stacks(account, tell, line), line)


def _looked(desk: Desk, *, silent: bool) -> tuple[list["Finding"], dict[str, Any]]:
    from functions.registry import FUNCTIONS
    from infra.aws.deploying.costs import estimate
    from infra.aws.deploying.preflight import preflight

    desk.line.stage("Looking whether everything is there")
    findings = preflight(desk.account, desk.plan, desk.settings)
    costs = estimate(desk.plan, FUNCTIONS).as_json()
    if not silent:
        tell_outlook(findings, costs)
    return findings, costs


def _deployed(desk: Desk) -> "Done":
    from infra.aws.deploying.deploy import Deployment, workshop_of

    timezone = desk.profile.days.timezone
    return Deployment(
        desk.account,
        desk.plan,
        desk.settings,
        workshop_of(desk.settings, desk.plan, timezone),
        desk.stacks,
        say,
        desk.line,
    ).run()


def _agreed(desk: Desk, *, yes: bool, silent: bool) -> bool:
    if yes:
        return True
    if silent or not on_terminal():
        say("Nothing was done: add --yes where nobody can be asked.")
        return False
    with desk.line.paused():
        return typer.confirm("Deploy?", err=True)


def _typed(name: str, *, data: bool) -> bool:
    if not on_terminal():
        say("Nothing was done: add --yes where nobody can be asked.")
        return False
    what = "with every order, page and picture" if data else "and keep its data"
    return bool(typer.prompt(f"To take {name} off AWS {what}, type its name", err=True) == name)


def _stops(findings: list["Finding"]) -> bool:
    return any(found.level == "stop" for found in findings)
