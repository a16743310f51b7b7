"""A stack becomes what its template says, by a change set: what will change is told before it does,
and while it does.

Broken off at any point, the next call goes on: it waits for what AWS is still doing, clears away
what never came to be, and asks for the rest.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from infra.aws.deploying.account import Account, NotDeployed, NotThere, asking

SECONDS = 3.0  # between two looks
PATIENCE = 3600.0  # for one stack; a distribution takes minutes
UNCHANGED: Final = ("didn't contain changes", "No updates are to be performed")
# A stack that never was; it can only be deleted.
STILLBORN: Final = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}
DONE: Final = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}

Say = Callable[[str], None]
Count = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a stack is to be. `url` is where its template lies, if not in the call itself."""

    name: str
    template: Mapping[str, Any]
    parameters: Mapping[str, str]
    url: str = ""

    @property
    def body(self) -> str:
        return json.dumps(self.template, separators=(",", ":"), ensure_ascii=False)


class Stacks:
    """`count` is told how many of a stack's changes are done."""

    def __init__(
        self, account: Account, say: Say, count: Count, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._account = account
        self._say = say
        self._count = count
        self._sleep = sleep

    def status(self, name: str) -> str:
        """Empty for a stack that is not there."""
        return str(self._described(name).get("StackStatus", ""))

    def outputs(self, name: str) -> dict[str, str]:
        """Raises NotDeployed where there is no such stack."""
        found = self._described(name)
        if not found:
            raise NotDeployed(f"There is no stack {name} in {self._account.region}.")
        return {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", ())}

    def parameter(self, stack: str, name: str) -> str:
        """What a stack was last given under `name`; "" for nothing."""
        given = self._described(stack).get("Parameters", ())
        return next((e["ParameterValue"] for e in given if e["ParameterKey"] == name), "")

    def apply(self, wanted: Wanted) -> bool:
        """Whether anything changed. Raises NotDeployed with AWS's reasons."""
        status = self._settled(wanted.name)
        if status in STILLBORN:
            self._say(f"{wanted.name} could not be made the last time; it is cleared away first.")
            self.delete(wanted.name)
            status = ""
        if status == "UPDATE_ROLLBACK_FAILED":
            self._go_on_rolling_back(wanted.name)
        change_set = self._propose(wanted, new=status in {"", "REVIEW_IN_PROGRESS"})
        if change_set is None:
            return False
        self._execute(wanted.name, change_set)
        return True

    def delete(self, name: str) -> None:
        """Returns when it is gone."""
        if not self._settled(name):
            return
        arn = self._described(name)["StackId"]
        with asking(f"Deleting {name}"):
            self._account.client("cloudformation").delete_stack(StackName=name)
        status = self._settled(arn)
        if status not in {"", "DELETE_COMPLETE"}:
            raise NotDeployed(f"{name} could not be deleted: {'; '.join(self._reasons(arn))}")

    def _propose(self, wanted: Wanted, *, new: bool) -> tuple[str, int] | None:
        """The change set and how many changes it has; None where there is nothing to change."""
        client = self._account.client("cloudformation")
        parameters = [
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in wanted.parameters.items()
        ]
        template = {"TemplateURL": wanted.url} if wanted.url else {"TemplateBody": wanted.body}
        moment = hashlib.sha256(f"{wanted.body}{time.time()}".encode()).hexdigest()[:16]
        with asking(f"Planning {wanted.name}"):
            arn = client.create_change_set(
                StackName=wanted.name,
                ChangeSetName=f"deploy-{moment}",
                ChangeSetType="CREATE" if new else "UPDATE",
                Capabilities=["CAPABILITY_IAM"],
                Parameters=parameters,
                **template,
            )["Id"]
            found = self._planned(arn)
            if found["Status"] == "FAILED":
                client.delete_change_set(ChangeSetName=arn)
                if any(text in found.get("StatusReason", "") for text in UNCHANGED):
                    return None
                raise NotDeployed(f"{wanted.name}: {found.get('StatusReason')}")
            count = self._tell_changes(wanted.name, arn)
        return arn, count

    def _planned(self, arn: str) -> dict[str, Any]:
        client = self._account.client("cloudformation")
        for _ in range(int(PATIENCE / SECONDS)):
            found: dict[str, Any] = client.describe_change_set(ChangeSetName=arn)
            if found["Status"] in {"CREATE_COMPLETE", "FAILED"}:
                return found
            self._sleep(SECONDS)
        raise NotDeployed("AWS took too long to plan the changes; deploy again.")

    def _tell_changes(self, name: str, arn: str) -> int:
        pages = self._account.client("cloudformation").get_paginator("describe_change_set")
        changes = [
            change["ResourceChange"]
            for page in pages.paginate(ChangeSetName=arn)
            for change in page["Changes"]
        ]
        by_action: dict[str, list[str]] = {}
        for change in changes:
            kind = "Replace" if change.get("Replacement") == "True" else change["Action"]
            by_action.setdefault(kind, []).append(change["LogicalResourceId"])
        for action, names in sorted(by_action.items()):
            few = ", ".join(sorted(names)[:6]) + (" …" if len(names) > 6 else "")
            self._say(f"  {name}: {action.lower()} {len(names)}: {few}")
        return len(changes)

    def _execute(self, name: str, change_set: tuple[str, int]) -> None:
        arn, total = change_set
        with asking(f"Changing {name}"):
            self._account.client("cloudformation").execute_change_set(ChangeSetName=arn)
        status = self._settled(name, total)
        if status not in DONE:
            reasons = "; ".join(self._reasons(name)) or status
            raise NotDeployed(f"{name} was not changed and is as it was before: {reasons}")

    def _settled(self, name: str, total: int = 0) -> str:
        """The status when AWS is doing nothing any more; "" where there is no such stack."""
        for _ in range(int(PATIENCE / SECONDS)):
            status = self.status(name)
            if not status.endswith("IN_PROGRESS") or status == "REVIEW_IN_PROGRESS":
                return status
            if total:
                self._count(self._finished(name), total)
            self._sleep(SECONDS)
        raise NotDeployed(f"AWS is still at work on {name}; look again later: shop status.")

    def _finished(self, name: str) -> int:
        with asking(f"Looking at {name}"):
            found = self._account.client("cloudformation").describe_stack_resources(StackName=name)
        return sum(each["ResourceStatus"].endswith("_COMPLETE") for each in found["StackResources"])

    def _reasons(self, name: str) -> list[str]:
        """What failed first, as AWS tells it; what was only cancelled for it is left out."""
        with asking(f"Looking at {name}"):
            events = self._account.client("cloudformation").describe_stack_events(StackName=name)
        failed = [
            f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
            for event in reversed(events["StackEvents"])
            if event["ResourceStatus"].endswith("_FAILED")
            and "cancelled" not in event.get("ResourceStatusReason", "")
        ]
        return list(dict.fromkeys(failed))[-3:]

    def _go_on_rolling_back(self, name: str) -> None:
        with asking(f"Bringing {name} back to what it was"):
            self._account.client("cloudformation").continue_update_rollback(StackName=name)
        self._settled(name)

    def _described(self, name: str) -> dict[str, Any]:
        try:
            with asking(f"Looking at {name}"):
                client = self._account.client("cloudformation")
                found: dict[str, Any] = client.describe_stacks(StackName=name)["Stacks"][0]
        except NotThere:
            return {}
        return {} if found["StackStatus"] == "DELETE_COMPLETE" else found
