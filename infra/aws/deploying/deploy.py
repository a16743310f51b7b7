"""``shop deploy``, step by step. Every step looks at what is there and does what is missing, so a
deployment that was broken off is deployed again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from functions.registry import FUNCTIONS, Function
from infra.aws.bundles.bundle import Workshop
from infra.aws.deploying import contents, secrets
from infra.aws.deploying.account import Account, NotDeployed
from infra.aws.deploying.changes import Stacks, Wanted
from infra.aws.deploying.preflight import sends_already
from infra.aws.deploying.smoke import asker, smoke
from infra.aws.deploying.uploads import upload_bundle, upload_template
from infra.aws.plan import Plan
from infra.aws.stack.code import Code
from infra.aws.stack.foundation import MAKE_SENDER, foundation
from infra.aws.stack.house import GIVEN, STRIPE_API, house
from infra.cli.progress import Progress
from shop.settings import Settings

Say = Callable[[str], None]


@dataclass(slots=True)
class Done:
    """What a deployment did."""

    changed: dict[str, bool] = field(default_factory=dict)
    uploaded: int = 0
    pictures: int = 0
    products: int | None = None
    pages_written: int = 0
    pages_total: int = 0
    address: str = ""
    owner_link: str = ""
    wrong: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "changed": self.changed,
            "bundles_uploaded": self.uploaded,
            "pictures_sent": self.pictures,
            "catalogue_sent": self.products,
            "pages": {"written": self.pages_written, "total": self.pages_total},
            "address": self.address,
            "owner_link": self.owner_link or None,
            "smoke": self.wrong,
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
        self.line.stage("Secrets")
        known = secrets.ensure(self.account, self.plan, self.settings)
        kept = self._foundation(done)
        code = self._bundles(done, kept["Artifacts"])
        built = self._house(done, kept, known, code)
        done.address = built["Address"]
        both = contents.shops(self.plan, self.settings, kept | built, known)
        self._contents(done, both)
        done.owner_link = first_owner(both.there, self.plan)
        self.line.stage("Asking the shop for a page")
        ask = asker(done.address, built["DistributionDomain"], self.plan)
        done.wrong = smoke(ask, self.plan)
        return done

    def _foundation(self, done: Done) -> dict[str, str]:
        name = self.plan.foundation
        self.line.stage("What the shop keeps")
        ours = self.stacks.status(name) not in {"", "REVIEW_IN_PROGRESS"}
        makes = ours or sends_already(self.account, self.plan.sender_domain) is None
        if ours:
            makes = self.stacks.parameter(name, MAKE_SENDER) != "false"
        wanted = Wanted(name, foundation(self.plan), {MAKE_SENDER: str(makes).lower()})
        done.changed["foundation"] = self.stacks.apply(wanted)
        return self.stacks.outputs(name)

    def _bundles(self, done: Done, bucket: str) -> Code:
        self.line.stage("Layers")
        layers = self.workshop.layers(self.functions)
        made = []
        for number, function in enumerate(self.functions):
            self.line.stage(f"Bundle of {function.name}")
            self.line(number, len(self.functions))
            made.append(self.workshop.make(function))
        for bundle in (*layers, *made):
            done.uploaded += upload_bundle(self.account, bucket, bundle)
        return Code(
            {each.name: each.key for each in made},
            {each.name: each.key for each in layers},
            {each.name: each.layers for each in made},
        )

    def _house(
        self, done: Done, kept: dict[str, str], known: dict[str, str], code: Code
    ) -> dict[str, str]:
        self.line.stage("Doors, functions, clocks, alarms")
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
        self.line.stage("Pictures")
        done.pictures = contents.send_pictures(both)
        self.line.stage("Catalogue")
        done.products = contents.send_catalogue(both, self.line)
        report = contents.send_pages(both, self.line)
        done.pages_written, done.pages_total = report["pages_written"], report["pages_total"]


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
    from infra.aws.bundles.wheels import Wheels

    lock = Path(settings.root) / "requirements.lock"
    if not lock.exists():
        raise NotDeployed(f"{lock} is missing: deploy from a checkout of the shop.")
    wheels = Wheels(settings.home / "wheels", lock, plan.python, plan.architecture)
    return Workshop(settings.root, wheels, Needed(timezone, plan.languages))
