"""``shop status`` and ``shop logs``: how the shop on AWS is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.registry import FUNCTIONS
from infra.aws.deploying.account import Account, NotDeployed, asking
from infra.aws.deploying.changes import Stacks
from infra.aws.deploying.preflight import sends_already, signing_records
from infra.aws.deploying.smoke import asker
from infra.aws.plan import Plan
from infra.aws.stack.events import dead_letters
from infra.aws.stack.words import pascal
from shop.clock import now


@dataclass(frozen=True, slots=True)
class Lookout:
    account: Account
    plan: Plan
    stacks: Stacks

    def status(self) -> dict[str, Any]:
        """Stacks, address, health, alarms that ring, dead letters, and whether mails are signed."""
        states = {
            name: self.stacks.status(name) or "not there"
            for name in (self.plan.foundation, self.plan.name)
        }
        found: dict[str, Any] = {"stacks": states, "mail_domain": self._mail_domain()}
        if states[self.plan.name] == "not there":
            return found
        outputs = self.stacks.outputs(self.plan.name)
        return found | {
            "address": outputs["Address"],
            "distribution": outputs["DistributionDomain"],
            "health": self._health(outputs),
            "alarms": self._alarms(),
            "dead_letters": self._dead_letters(),
        }

    def logs(self, function: str, since: timedelta, pattern: str = "") -> Iterator[str]:
        """The function's lines, oldest first, each after its moment (UTC). Raises NotDeployed for a
        name nobody has."""
        known = [each.name for each in FUNCTIONS]
        if function not in known:
            raise NotDeployed(f"There is no function {function}. There are: {', '.join(known)}.")
        group = self.stacks.outputs(self.plan.name)[f"Logs{pascal(function)}"]
        begin = int((now() - since).timestamp() * 1000)
        asked = {"filterPattern": pattern} if pattern else {}
        with asking(f"Reading the log of {function}"):
            pages = self.account.client("logs").get_paginator("filter_log_events")
            for page in pages.paginate(logGroupName=group, startTime=begin, **asked):
                yield from map(_line, page["events"])

    def _health(self, outputs: dict[str, str]) -> Any:
        ask = asker(outputs["Address"], outputs["DistributionDomain"], self.plan)
        try:
            return json.loads(ask("/api/health").body)
        except (NotDeployed, ValueError) as error:
            return {"status": "failing", "reason": str(error)}

    def _alarms(self) -> list[str]:
        with asking("Looking at the alarms"):
            found = self.account.client("cloudwatch").describe_alarms(
                StateValue="ALARM", AlarmNamePrefix=f"{self.plan.name}-"
            )["MetricAlarms"]
        return [each.get("AlarmDescription") or each["AlarmName"] for each in found]

    def _dead_letters(self) -> dict[str, int]:
        wanted = {dead_letters(each): each.name for each in FUNCTIONS if each.events}
        with asking("Looking at the dead letters"):
            made = self.account.client("cloudformation").describe_stack_resources(
                StackName=self.plan.name
            )["StackResources"]
            queues = {
                wanted[each["LogicalResourceId"]]: each["PhysicalResourceId"]
                for each in made
                if each["LogicalResourceId"] in wanted
            }
            return {name: self._depth(url) for name, url in queues.items()}

    def _depth(self, url: str) -> int:
        wanted = "ApproximateNumberOfMessages"
        found = self.account.client("sqs").get_queue_attributes(
            QueueUrl=url, AttributeNames=[wanted]
        )
        return int(found["Attributes"][wanted])

    def _mail_domain(self) -> dict[str, Any]:
        found = sends_already(self.account, self.plan.sender_domain) or {}
        dkim = found.get("DkimAttributes", {})
        return {
            "domain": self.plan.sender_domain,
            "signed": dkim.get("Status") == "SUCCESS",
            "records": signing_records(self.plan.sender_domain, found),
        }


def well(found: dict[str, Any]) -> bool:
    """Whether what `Lookout.status` found is as it should be. That mails are not signed yet is the
    owner's to know and no fault of the shop."""
    return (
        found.get("health", {}).get("store") == "reachable"
        and not found["alarms"]
        and not any(found["dead_letters"].values())
    )


def _line(event: dict[str, Any]) -> str:
    moment = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S} {event['message'].rstrip()}"
