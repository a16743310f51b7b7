"""``shop destroy``: what can be built again goes; what was sold, written and drawn stays, unless
the owner says that it is to go too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from infra.aws.deploying import secrets
from infra.aws.deploying.account import Account, NotThere, asking
from infra.aws.deploying.changes import Stacks
from infra.aws.plan import Plan

BUCKETS = ("Site", "Media", "Artifacts")
AT_ONCE = 1000
# What the foundation holds, by its names for it.
KEPT = {
    "Table": "the table {}: orders, catalogue, people",
    "Site": "the bucket {}: pages",
    "Media": "the bucket {}: pictures and downloads",
    "Artifacts": "the bucket {}: what functions were made of",
    "Sender": "the mail domain {} in SES",
}


@dataclass(frozen=True, slots=True)
class Removal:
    account: Account
    plan: Plan
    stacks: Stacks
    say: Callable[[str], None]

    def there(self) -> bool:
        """Whether the account has anything of this shop, if only what a deployment began with."""
        names = (self.plan.name, self.plan.foundation)
        return any(map(self.stacks.status, names)) or secrets.kept(self.account, self.plan)

    def house(self) -> list[str]:
        """What is left after everything else is gone, as sentences."""
        self.stacks.delete(self.plan.name)
        left = []
        if self.stacks.status(self.plan.foundation):
            held = self._held()
            left = [told.format(held[name]) for name, told in KEPT.items() if name in held]
        if secrets.kept(self.account, self.plan):
            left.append(f"the secrets under /{self.plan.name}/ in the parameter store")
        return left

    def everything(self) -> None:
        """Nothing is left. May be broken off and begun again."""
        self.stacks.delete(self.plan.name)
        if self.stacks.status(self.plan.foundation):
            self._foundation()
        secrets.forget(self.account, self.plan)

    def _foundation(self) -> None:
        """The stack lets go of what it keeps; so that is deleted by name, first its contents."""
        held = self._held()
        for name in BUCKETS:
            if name in held:
                self.say(f"Emptying {held[name]} …")
                self._empty(held[name])
        for name in ("Site", "Media"):
            if name in held:
                self._gone("s3", "delete_bucket", Bucket=held[name])
        if "Table" in held:
            self._unprotect(held["Table"])
            self._gone("dynamodb", "delete_table", TableName=held["Table"])
        if "Sender" in held:
            self._gone("sesv2", "delete_email_identity", EmailIdentity=held["Sender"])
        self.stacks.delete(self.plan.foundation)

    def _held(self) -> dict[str, str]:
        """What the stack made, by its names for it."""
        with asking("Looking at what is kept"):
            found = self.account.client("cloudformation").describe_stack_resources(
                StackName=self.plan.foundation
            )["StackResources"]
        return {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for each in found
            if each.get("PhysicalResourceId")
        }

    def _empty(self, bucket: str) -> None:
        client = self.account.client("s3")
        try:
            with asking(f"Emptying {bucket}"):
                for batch in _batches(client, bucket):
                    client.delete_objects(Bucket=bucket, Delete={"Objects": batch, "Quiet": True})
        except NotThere:
            return

    def _unprotect(self, table: str) -> None:
        self._gone("dynamodb", "update_table", TableName=table, DeletionProtectionEnabled=False)

    def _gone(self, service: str, call: str, **what: Any) -> None:
        try:
            with asking(f"Deleting {', '.join(map(str, what.values()))}"):
                getattr(self.account.client(service), call)(**what)
        except NotThere:
            return


def _batches(client: Any, bucket: str) -> Iterator[list[dict[str, str]]]:
    """Every version of every object, a thousand at a time."""
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
        batch = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in found]
        for start in range(0, len(batch), AT_ONCE):
            yield batch[start : start + AT_ONCE]
