"""The table as it must be, in one description for the stack, for tests and for development."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

INDEX = "index"
EXPIRY = "expires_at"


def table_description(name: str) -> dict[str, Any]:
    """CreateTable's parameters, whose names are also those of CloudFormation's AWS::DynamoDB::Table
    (there the stream is on whenever it has a view type)."""
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": attribute, "AttributeType": "S"}
            for attribute in ("pk", "sk", "ipk", "isk")
        ],
        "KeySchema": _keys("pk", "sk"),
        "GlobalSecondaryIndexes": [
            {
                "IndexName": INDEX,
                "KeySchema": _keys("ipk", "isk"),
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    }


def expiry_description() -> dict[str, Any]:
    """UpdateTimeToLive's TimeToLiveSpecification. Housekeeping only: reads check for themselves."""
    return {"AttributeName": EXPIRY, "Enabled": True}


def create_table(client: "DynamoDBClient", name: str) -> None:
    """Creates the table and returns when it can be used. For tests and development; the stack
    makes its own from the same description."""
    client.create_table(**table_description(name))
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    client.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry_description())  # type: ignore[arg-type]


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]
