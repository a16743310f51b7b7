"""What the stack is made of, in the bucket of artifacts; each is named by what it is made of, so
that what is there already is neither made nor sent again."""

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final

from infra.aws.bundles.bundle import Bundle
from infra.aws.deploying.account import Account, NotThere, asking, insisting

GRACE: Final = timedelta(days=1)
AT_ONCE: Final = 1000  # objects that S3 deletes by one call


def upload_bundle(account: Account, bucket: str, bundle: Bundle) -> bool:
    """Whether it had to be sent."""
    return _upload(account, bucket, bundle.key, lambda: bundle.content)


def upload_template(account: Account, bucket: str, body: str) -> str:
    """Where CloudFormation finds it (a template above 51,200 bytes must come from S3)."""
    content = body.encode()
    key = f"templates/{hashlib.sha256(content).hexdigest()[:20]}.json"
    _upload(account, bucket, key, lambda: content)
    if account.endpoint:
        return f"{account.endpoint}/{bucket}/{key}"
    return f"https://{bucket}.s3.{account.region}.amazonaws.com/{key}"


def tidy(account: Account, bucket: str, needed: Collection[str], moment: datetime) -> int:
    """Lets go of what the stack is not made of any more; how many. What came within the last day
    stays: somebody else may be deploying."""
    client, prefix = account.client("s3"), "bundles/"
    with insisting("Looking for old bundles"):
        old = [
            {"Key": found["Key"]}
            for page in client.get_paginator("list_objects_v2").paginate(
                Bucket=bucket, Prefix=prefix
            )
            for found in page.get("Contents", ())
            if found["Key"] not in needed and found["LastModified"] < moment - GRACE
        ]
        for start in range(0, len(old), AT_ONCE):
            batch = {"Objects": old[start : start + AT_ONCE], "Quiet": True}
            client.delete_objects(Bucket=bucket, Delete=batch)
    return len(old)


def _upload(account: Account, bucket: str, key: str, make: Callable[[], bytes]) -> bool:
    client = account.client("s3")
    try:
        with asking(f"Looking for {key}"):
            client.head_object(Bucket=bucket, Key=key)
    except NotThere:
        content = make()
        with asking(f"Uploading {key}"):
            client.put_object(Bucket=bucket, Key=key, Body=content)
        return True
    return False
