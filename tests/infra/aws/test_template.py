"""What must hold of the stack before any of it is made."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import lint
from infra_aws import CODE, PLAN, Template

from functions.problems import STATUS
from functions.registry import FUNCTIONS, NEEDS, Function
from infra.aws.stack.compute import environment
from infra.aws.stack.events import events
from infra.aws.stack.house import house
from infra.aws.stack.permissions import GRANTS
from infra.aws.stack.words import pascal


def of_kind(resources: dict[str, Template], kind: str) -> dict[str, Template]:
    found = {name: each for name, each in resources.items() if each["Type"] == f"AWS::{kind}"}
    assert found, kind
    return found


def statements(resources: dict[str, Template]) -> Iterator[tuple[str, Template]]:
    """Every statement of every policy, with the name of its resource."""
    for name, each in resources.items():
        properties = each["Properties"]
        documents = [properties.get("PolicyDocument"), properties.get("AssumeRolePolicyDocument")]
        documents += [policy["PolicyDocument"] for policy in properties.get("Policies", ())]
        for document in filter(None, documents):
            yield from ((name, statement) for statement in document["Statement"])


@pytest.mark.parametrize("stack", ["foundation", "house"])
@pytest.mark.parametrize("own_domain", [False, True])
def test_cfn_lint_finds_nothing(
    templates: dict[str, Template],
    stack: str,
    own_domain: bool,  # noqa: FBT001 - a case
    tmp_path: Path,
) -> None:
    template = templates[stack]
    if own_domain and stack == "house":
        certificate = "arn:aws:acm:us-east-1:123456789012:certificate/0-1"
        plan = replace(PLAN, domain="shop.example.com", certificate=certificate)
        template = house(plan, FUNCTIONS, CODE)
    found = lint(json.dumps(template), regions=[PLAN.region])
    assert [str(match) for match in found] == []


def test_a_stack_fits_into_cloudformation(templates: dict[str, Template]) -> None:
    """Quotas: 500 resources, 1 MB of template in S3, 200 outputs."""
    for template in templates.values():
        assert len(template["Resources"]) <= 400
        assert len(json.dumps(template)) < 1_000_000
        assert len(template["Outputs"]) <= 200


def test_nobody_is_let_in_by_a_star(resources: dict[str, Template]) -> None:
    allowed = [each for each in statements(resources) if each[1]["Effect"] == "Allow"]
    assert len(allowed) > 40
    for name, statement in allowed:
        principal = statement.get("Principal", {})
        assert "*" not in str(principal), name
        assert "AWS" not in principal, name


def test_no_permission_is_for_everything(resources: dict[str, Template]) -> None:
    for name, statement in statements(resources):
        if statement["Effect"] == "Allow":
            actions = statement["Action"]
            for action in [actions] if isinstance(actions, str) else actions:
                assert "*" not in action, name
            assert statement.get("Resource", "trust") != "*", name


def test_a_service_that_acts_for_us_does_so_for_our_things_only(
    resources: dict[str, Template],
) -> None:
    """A confused deputy: CloudFront, CloudWatch and the scheduler serve every account."""
    services = {"cloudfront.amazonaws.com", "cloudwatch.amazonaws.com", "scheduler.amazonaws.com"}
    met = set()
    for name, statement in statements(resources):
        service = statement.get("Principal", {}).get("Service")
        if service in services:
            met.add(service)
            assert "StringEquals" in statement["Condition"], name
    assert met == services


def test_buckets_are_private_encrypted_and_only_reached_by_tls(
    resources: dict[str, Template],
) -> None:
    policies = of_kind(resources, "S3::BucketPolicy")
    buckets = of_kind(resources, "S3::Bucket")
    for name, bucket in buckets.items():
        assert all(bucket["Properties"]["PublicAccessBlockConfiguration"].values()), name
        rules = bucket["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rules[0]["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    for name, policy in policies.items():
        deny = policy["Properties"]["PolicyDocument"]["Statement"][0]
        assert deny["Effect"] == "Deny", name
        assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert len(policies) == len(buckets)


def test_orders_can_be_brought_back_and_not_deleted_by_mistake(
    resources: dict[str, Template],
) -> None:
    [table] = of_kind(resources, "DynamoDB::Table").values()
    properties = table["Properties"]
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert properties["DeletionProtectionEnabled"]
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert table["DeletionPolicy"] == "Retain"
    assert table["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("bucket", ["Site", "Media"])
def test_pages_and_pictures_outlive_their_stack(
    resources: dict[str, Template], bucket: str
) -> None:
    assert resources[bucket]["DeletionPolicy"] == "Retain"
    assert resources[bucket]["UpdateReplacePolicy"] == "Retain"


def test_every_log_ends_some_day_and_every_function_has_one(
    resources: dict[str, Template],
) -> None:
    for name, group in of_kind(resources, "Logs::LogGroup").items():
        assert group["Properties"]["RetentionInDays"] == PLAN.logs_days, name
    for name, function in of_kind(resources, "Lambda::Function").items():
        group = function["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
        assert group in resources, name


def test_what_events_wake_has_dead_letters_and_somebody_is_told(
    resources: dict[str, Template],
) -> None:
    woken = [function for function in FUNCTIONS if function.events]
    queues = of_kind(resources, "SQS::Queue")
    assert queues.keys() == {f"{pascal(each.name)}DeadLetters" for each in woken}
    for name, queue in queues.items():
        assert queue["Properties"]["SqsManagedSseEnabled"], name
        assert resources[f"{name}Alarm"]["Properties"]["AlarmActions"] == [{"Ref": "Alarms"}]
    for name, mapping in of_kind(resources, "Lambda::EventSourceMapping").items():
        target = mapping["Properties"]["DestinationConfig"]["OnFailure"]["Destination"]
        assert target["Fn::GetAtt"][0] in queues, name


def test_each_function_has_a_role_of_its_own(resources: dict[str, Template]) -> None:
    functions = of_kind(resources, "Lambda::Function")
    roles = {each["Properties"]["Role"]["Fn::GetAtt"][0] for each in functions.values()}
    assert functions.keys() == {pascal(function.name) for function in FUNCTIONS}
    assert len(roles) == len(functions)


def test_every_endpoint_has_its_route_and_no_other_is_open(
    resources: dict[str, Template],
) -> None:
    routes = {
        each["Properties"]["RouteKey"]
        for each in of_kind(resources, "ApiGatewayV2::Route").values()
    }
    wanted = {f"{e.method} {e.path}" for function in FUNCTIONS for e in function.endpoints}
    assert routes == wanted


def test_the_api_is_throttled(resources: dict[str, Template]) -> None:
    settings = resources["ApiStage"]["Properties"]["DefaultRouteSettings"]
    assert 0 < settings["ThrottlingRateLimit"] <= settings["ThrottlingBurstLimit"] <= 200


def test_only_who_needs_a_secret_is_told_it() -> None:
    secrets = {"SHOP_SECRET", "SHOP_STRIPE_KEY", "SHOP_STRIPE_WEBHOOK_SECRET", "SHOP_PROXY"}
    for function in FUNCTIONS:
        given = set(environment(PLAN, function))
        assert given & secrets == set(function.environment) & secrets, function.name


def test_every_function_knows_whether_cards_are_taken() -> None:
    """Whoever prices a cart offers them, without the key."""
    for function in FUNCTIONS:
        told = environment(PLAN, function)["SHOP_CARDS"]
        assert told == {"Fn::If": ["Stripe", "stripe", {"Ref": "AWS::NoValue"}]}, function.name


def test_functions_leave_the_status_to_s3_that_becomes_the_404_page(
    resources: dict[str, Template],
) -> None:
    config = resources["Distribution"]["Properties"]["DistributionConfig"]
    replaced = {each["ErrorCode"] for each in config["CustomErrorResponses"]}
    assert replaced == {403}
    assert not replaced & {status for _kind, status in STATUS}


def test_secrets_are_shown_to_nobody_who_reads_the_stack(templates: dict[str, Template]) -> None:
    parameters = templates["house"]["Parameters"]
    for name in ("Secret", "ProxySecret", "StripeKey", "StripeWebhookSecret"):
        assert parameters[name]["NoEcho"], name
    assert "Secret" not in json.dumps(templates["house"]["Outputs"])


def test_every_need_of_a_function_means_something() -> None:
    assert set(NEEDS) == GRANTS.keys()
    for function in FUNCTIONS:
        assert set(function.needs) <= set(NEEDS), function.name


def test_an_event_nobody_knows_stops_the_template() -> None:
    with pytest.raises(ValueError, match="moon"):
        events(PLAN, Function("tides", events=("moon",)))


def test_two_parts_of_one_name_stop_the_template() -> None:
    with pytest.raises(ValueError, match="Cart"):
        house(PLAN, (FUNCTIONS[0], FUNCTIONS[0]), CODE)


def test_the_same_shop_is_the_same_template(templates: dict[str, Any]) -> None:
    assert json.dumps(house(PLAN, FUNCTIONS, CODE)) == json.dumps(templates["house"])
