"""``shop deploy``, step by step. Every step looks at what is there and does what is missing, so a
deployment that was broken off is deployed again."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from functions.registry import FUNCTIONS, Function
from infra.aws.bundles.bundle import Workshop
from infra.aws.deploying import contents, secrets
from infra.aws.deploying.account import Account, NotDeployed, insisting
from infra.aws.deploying.changes import Stacks, Wanted
from infra.aws.deploying.preflight import sends_already
from infra.aws.deploying.smoke import asker, smoke
from infra.aws.deploying.uploads import tidy, upload_bundle, upload_template
from infra.aws.plan import Plan
from infra.aws.stack.code import Code
from infra.aws.stack.foundation import MAKE_SENDER, foundation
from infra.aws.stack.house import GIVEN, STRIPE_API, house
from infra.cli.progress import Progress
from shop.clock import now
from shop.settings import Settings

Say = Callable[[str], None]


@dataclass(slots=True)
class Done:
    """What a deployment did."""

    changed: dict[str, bool] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)  # of each step
    uploaded: int = 0
    pictures: int = 0
    products: int | None = None
    pages_written: int = 0
    pages_total: int = 0
    held: str = ""  # where older pages are to stay
    address: str = ""
    domain: str = ""  # of the distribution, which the address must lead to
    owner_link: str = ""
    wrong: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "changed": self.changed,
            "bundles_uploaded": self.uploaded,
            "pictures_sent": self.pictures,
            "catalogue_sent": self.products,
            "pages": {
                "written": self.pages_written,
                "total": self.pages_total,
                "held": self.held or None,
            },
            "address": self.address,
            "distribution": self.domain,
            "owner_link": self.owner_link or None,
            "smoke": self.wrong,
            "seconds": self.seconds,
        }


@dataclass(slots=True)
class Deployment:
    account: Account
    plan: Plan
    settings: Settings
    workshop: Workshop
    stacks: Stacks
    say: Say
    line: Progress
    functions: Sequence[Function] = FUNCTIONS

    def run(self) -> Done:
        """Raises NotDeployed where AWS refuses a step; what was done until then stays."""
        done = Done()
        with self._step(done, "secrets"):
            known = secrets.ensure(self.account, self.plan, self.settings)
        with self._step(done, "what the shop keeps") as result:
            kept = self._foundation(done)
            result.append(_changed(done.changed["foundation"]))
        with self._step(done, "what functions are made of") as result:
            code = self._bundles(done, kept["Artifacts"])
            result.append(f"{done.uploaded} of {len(code.bundles) + len(code.layers)} sent")
        with self._step(done, "doors, functions, clocks, alarms") as result:
            built = self._house(done, kept, known, code)
            needed = {*code.bundles.values(), *code.layers.values()}
            tidy(self.account, kept["Artifacts"], needed, now())
            result.append(_changed(done.changed["house"]))
        done.address, done.domain = built["Address"], built["DistributionDomain"]
        both = contents.shops(self.plan, self.settings, kept | built, known)
        self._contents(done, both)
        with self._step(done, "the public address") as result:
            done.owner_link = first_owner(both.there, self.plan)
            done.wrong = smoke(asker(done.address, done.domain, self.plan), self.plan)
            result.append("does not answer as it should" if done.wrong else "answers")
        return done

    @contextmanager
    def _step(self, done: Done, name: str) -> Iterator[list[str]]:
        """What is put into the list is told when the step is done, with its seconds."""
        self.line.stage(name.capitalize())
        result: list[str] = []
        begin = time.monotonic()
        with insisting(name.capitalize()):
            yield result
        done.seconds[name] = round(time.monotonic() - begin, 1)
        self.say(f"{done.seconds[name]:7.1f} s  {': '.join([name, *result])}")

    def _foundation(self, done: Done) -> dict[str, str]:
        name = self.plan.foundation
        ours = self.stacks.status(name) not in {"", "REVIEW_IN_PROGRESS"}
        makes = ours or sends_already(self.account, self.plan.sender_domain) is None
        if ours:
            makes = self.stacks.parameter(name, MAKE_SENDER) != "false"
        wanted = Wanted(name, foundation(self.plan), {MAKE_SENDER: str(makes).lower()})
        done.changed["foundation"] = self.stacks.apply(wanted)
        return self.stacks.outputs(name)

    def _bundles(self, done: Done, bucket: str) -> Code:
        layers = self.workshop.layers(self.functions)
        for layer in layers:
            done.uploaded += upload_bundle(self.account, bucket, layer)
        made = []
        for number, function in enumerate(self.functions):
            self.line(number, len(self.functions))
            made.append(self.workshop.make(function))
            done.uploaded += upload_bundle(self.account, bucket, made[-1])
        return Code(
            {each.name: each.key for each in made},
            {each.name: each.key for each in layers},
            {each.name: each.layers for each in made},
        )

    def _house(
        self, done: Done, kept: dict[str, str], known: dict[str, str], code: Code
    ) -> dict[str, str]:
        given = {parameter: kept[output] for parameter, output in GIVEN.items()}
        stripe = self.settings.stripe
        given[STRIPE_API] = (stripe.api or "") if stripe else ""
        template = house(self.plan, self.functions, code)
        wanted = Wanted(self.plan.name, template, given | known)
        url = upload_template(self.account, kept["Artifacts"], wanted.body)
        wanted = Wanted(self.plan.name, template, wanted.parameters, url)
        done.changed["house"] = self.stacks.apply(wanted)
        return self.stacks.outputs(self.plan.name)

    def _contents(self, done: Done, both: contents.Shops) -> None:
        with self._step(done, "pictures") as result:
            done.pictures = contents.send_pictures(both)
            result.append(f"{done.pictures} sent")
        with self._step(done, "catalogue") as result:
            done.products = contents.send_catalogue(both, self.line)
            result.append(self._sent(done, both))
        with self._step(done, "pages") as result:
            report = contents.send_pages(both, self.line)
            done.pages_written, done.pages_total = report["pages_written"], report["pages_total"]
            done.held = report.get("held", "")
            result.append(done.held or f"{done.pages_written} of {done.pages_total} written")

    def _sent(self, done: Done, both: contents.Shops) -> str:
        if done.products is not None:
            return f"{done.products} products sent"
        if contents.has_catalogue(both.there):
            return "the shop has one; it changes at the desk"
        return "there is none here: put a spreadsheet in at the desk"


def _changed(changed: bool) -> str:  # noqa: FBT001 - what it is a word for
    return "changed" if changed else "as it was"


def first_owner(there: Settings, plan: Plan) -> str:
    """The link by which the first owner chooses a password; "" where somebody sits there already.

    A link that nobody used is told again: the first one may have been lost with a broken off
    deployment."""
    from contextlib import closing

    from functions.admin.people import link_address
    from functions.bootstrap import compose
    from shop.staff import service

    services = compose(there)
    with closing(services.store) as store:
        members = service.members(store)
        if not members:
            token = service.add(store, plan.alarms, "owner", services.clock, by="deploy")
        elif len(members) == 1 and not members[0].password:
            token = service.new_link(store, members[0].email, services.clock)
        else:
            return ""
        return str(link_address(there.base_url, token))


def workshop_of(settings: Settings, plan: Plan, timezone: str) -> Workshop:
    """Where bundles are made: wheels are kept in the shop's home."""
    from infra.aws.bundles.pruning import Needed
    from infra.aws.bundles.reaching import Imports
    from infra.aws.bundles.wheels import Wheels

    lock = Path(settings.root) / "requirements.lock"
    if not lock.exists():
        raise NotDeployed(f"{lock} is missing: deploy from a checkout of the shop.")
    folder = settings.home / "wheels"
    wheels = Wheels(folder, lock, plan.python, plan.architecture)
    return Workshop(settings.root, wheels, Needed(timezone, plan.languages), Imports(folder))
