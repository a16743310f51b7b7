"""What the stack is made of, in the bucket of artifacts; each is named by what it is made of, so
that what is there already is neither made nor sent again."""

import hashlib
from collections.abc import Callable

from infra.aws.bundles.bundle import Bundle
from infra.aws.deploying.account import Account, NotThere, asking


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
