"""The HTTP API before the functions: a route for each endpoint of the registry, and a throttle."""

from collections.abc import Sequence

from functions.registry import Endpoint, Function
from infra.aws.plan import Plan
from infra.aws.stack.words import Resources, pascal, ref, resource, sub

PER_SECOND = 50
AT_ONCE = 100
# Fields of the access log: who asked for what with which answer, and nothing a shopper sent.
LOGGED = (
    '{"id":"$context.requestId","at":"$context.requestTime","route":"$context.routeKey",'
    '"status":"$context.status","ms":"$context.responseLatency",'
    '"error":"$context.integrationErrorMessage"}'
)


def door(plan: Plan, functions: Sequence[Function]) -> Resources:
    resources: Resources = {
        "Api": resource("ApiGatewayV2::Api", {"Name": plan.name, "ProtocolType": "HTTP"}),
        "ApiLogs": resource(
            "Logs::LogGroup",
            {"RetentionInDays": plan.logs_days},
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
        ),
        "ApiStage": resource(
            "ApiGatewayV2::Stage",
            {
                "ApiId": ref("Api"),
                "StageName": "$default",
                "AutoDeploy": True,
                "DefaultRouteSettings": {
                    "ThrottlingBurstLimit": AT_ONCE,
                    "ThrottlingRateLimit": PER_SECOND,
                },
                "AccessLogSettings": {
                    "DestinationArn": sub(
                        "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}"
                        ":log-group:${ApiLogs}"
                    ),
                    "Format": LOGGED,
                },
            },
        ),
    }
    for function in functions:
        if function.endpoints:
            resources |= _entrance(function)
    return resources


def _entrance(function: Function) -> Resources:
    """The function's integration, its routes, and the API's right to call it."""
    name = pascal(function.name)
    source = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*"
    resources: Resources = {
        f"{name}Integration": resource(
            "ApiGatewayV2::Integration",
            {
                "ApiId": ref("Api"),
                "IntegrationType": "AWS_PROXY",
                "IntegrationUri": {"Fn::GetAtt": [name, "Arn"]},
                "PayloadFormatVersion": "2.0",
            },
        ),
        f"{name}Permission": resource(
            "Lambda::Permission",
            {
                "Action": "lambda:InvokeFunction",
                "FunctionName": ref(name),
                "Principal": "apigateway.amazonaws.com",
                "SourceArn": sub(source),
            },
        ),
    }
    for endpoint in function.endpoints:
        resources[route_name(endpoint)] = resource(
            "ApiGatewayV2::Route",
            {
                "ApiId": ref("Api"),
                "RouteKey": f"{endpoint.method} {endpoint.path}",
                "Target": sub(f"integrations/${{{name}Integration}}"),
                "AuthorizationType": "NONE",  # the functions know their people themselves
            },
        )
    return resources


def route_name(endpoint: Endpoint) -> str:
    """A logical name for the route: letters and digits, one for each method and path."""
    words = "".join(character if character.isalnum() else " " for character in endpoint.path)
    return "Route" + endpoint.method.capitalize() + "".join(map(str.capitalize, words.split()))
