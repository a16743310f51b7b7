"""What a shop on AWS is made of, told so that two shops can be compared: without the names that AWS
gives, without moments, and without secrets."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cloud import Cloud, until

# Identifiers that are made anew each time.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+00:00)|^\d{10,}$")
NUMBER = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b")
DIGEST = re.compile(r"\b[0-9a-f]{40}([0-9a-f]{24})?\b")
# What functions take away when they have done it.
WAITING = ("STOCKLOOK", "REBUILD", "QUESTIONS")
# A link that nobody used is told again by each deployment, and runs out by itself.
PASSING = ("STAFFLINK#", "STAGED")
FUNCTION = ("Runtime", "Handler", "MemorySize", "Timeout", "Environment", "CodeSize")


def state_of(place: Cloud) -> dict[str, Any]:
    """When its functions have done what was waiting for them."""
    assert until(lambda: not list(_waiting(place))), sorted(_waiting(place))
    account = place.account()
    stacks = place.stacks(account)
    outputs = stacks.outputs(place.plan.foundation) | stacks.outputs(place.plan.name)
    names = Names(outputs, place)
    formation = account.client("cloudformation")
    return {
        "templates": {
            each: names.hidden(formation.get_template(StackName=each)["TemplateBody"])
            for each in (place.plan.foundation, place.plan.name)
        },
        "parts": sorted(
            each["LogicalResourceId"]
            for stack in (place.plan.foundation, place.plan.name)
            for each in formation.describe_stack_resources(StackName=stack)["StackResources"]
        ),
        "functions": sorted(_functions(account, names)),
        "buckets": {
            name: dict(_objects(account.client("s3"), outputs[name], names))
            for name in ("Site", "Media", "Artifacts")
        },
        "table": sorted(_items(account.client("dynamodb"), outputs["Table"], names)),
        "secrets": sorted(
            (each["Name"], len(each["Value"]))
            for each in account.client("ssm").get_parameters_by_path(
                Path=f"/{place.name}/", WithDecryption=True
            )["Parameters"]
        ),
    }


def _waiting(place: Cloud) -> Iterator[str]:
    account = place.account()
    table = place.stacks(account).outputs(place.plan.foundation)["Table"]
    for page in account.client("dynamodb").get_paginator("scan").paginate(TableName=table):
        for item in page["Items"]:
            if item["pk"]["S"].startswith(WAITING) or item["sk"]["S"].startswith("OUTBOX#"):
                yield json.dumps(item)


class Names:
    """What AWS called things, by what the stacks call them."""

    def __init__(self, outputs: Mapping[str, str], place: Cloud) -> None:
        found = {value: name for name, value in outputs.items()}
        stored = (
            place.account()
            .client("ssm")
            .get_parameters_by_path(Path=f"/{place.name}/", WithDecryption=True)["Parameters"]
        )
        found |= {each["Value"]: each["Name"] for each in stored}
        self._found = dict(sorted(found.items(), key=lambda pair: -len(pair[0])))

    def hidden(self, thing: Any) -> str:
        text = thing if isinstance(thing, str) else json.dumps(thing, sort_keys=True)
        for value, name in self._found.items():
            text = text.replace(value, f"<{name}>")
        return text


def _functions(account: Any, names: Names) -> Iterator[str]:
    pages = account.client("lambda").get_paginator("list_functions")
    for page in pages.paginate():
        for each in page["Functions"]:
            yield names.hidden({name: each.get(name) for name in FUNCTION})


def _objects(s3: Any, bucket: str, names: Names) -> Iterator[tuple[str, str]]:
    """Of what has the same name whatever is in it, the contents."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for found in page.get("Contents", ()):
            key = found["Key"]
            if key.startswith("live/"):
                body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
                yield key, names.hidden(body.decode("utf-8", "replace"))
            elif not key.startswith(("blobs/", "state/", "templates/")):
                yield key, str(found["Size"])


def _items(dynamodb: Any, table: str, names: Names) -> Iterator[str]:
    """All that somebody refers to. Changes that were laid ready and never became a release, because
    whoever did it was killed, are swept up later, by the mark they bear."""
    pages = dynamodb.get_paginator("scan").paginate(TableName=table)
    every = [item for page in pages for item in page["Items"]]
    releases = json.dumps([item for item in every if item["pk"]["S"] == "RELEASES"])
    for item in every:
        partition = item["pk"]["S"]
        idle = partition.startswith("CHANGES#") and partition not in releases
        if not idle and not partition.startswith(PASSING):
            yield names.hidden(json.dumps(_timeless(item), sort_keys=True))


def _timeless(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _timeless(value) for key, value in node.items() if key != "version"}
    if isinstance(node, list):
        return [_timeless(each) for each in node]
    if isinstance(node, str):
        for pattern in (MOMENT, NUMBER, DIGEST):
            node = pattern.sub("…", node)
    return node


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, list[str]]:
    """What only one of two states has, by what it is part of."""
    found = {}
    for name, value in one.items():
        here, there = Counter(_lines(value)), Counter(_lines(other[name]))
        only = [f"- {each}" for each in here - there] + [f"+ {each}" for each in there - here]
        if only:
            found[name] = only[:20]
    return found


def _lines(node: Any, path: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _lines(value, f"{path}/{key}")
    elif isinstance(node, list):
        for each in node:
            yield from _lines(each, path)
    else:
        yield f"{path}: {node}"
