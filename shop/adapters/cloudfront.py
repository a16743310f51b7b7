"""CloudFront's copies of the site: told which addresses changed."""

import hashlib
from collections.abc import Callable, Collection
from typing import Any

from shop.errors import StoreError

MOST = 3000  # paths that may be under way at once (CloudFront quotas, "Invalidations")


class CloudFront:
    """shop.ports.Cdn over one distribution. More addresses than it takes at once are all."""

    def __init__(self, distribution: str, client_factory: Callable[[], Any]) -> None:
        self._distribution = distribution
        self._client_factory = client_factory
        self._client: Any = None

    def forget(self, addresses: Collection[str], reference: str) -> None:
        """CloudFront answers a repeated reference with the invalidation that it has already."""
        from botocore.exceptions import BotoCoreError, ClientError

        items = sorted(set(addresses)) if len(addresses) <= MOST else ["/*"]
        digest = hashlib.sha256("\n".join(items).encode()).hexdigest()[:16]
        self._client = self._client or self._client_factory()
        try:
            self._client.create_invalidation(
                DistributionId=self._distribution,
                InvalidationBatch={
                    "Paths": {"Quantity": len(items), "Items": items},
                    "CallerReference": f"{reference}-{digest}",
                },
            )
        except (BotoCoreError, ClientError) as error:
            raise StoreError(
                "The new pages are published, but CloudFront was not told, so some shoppers see "
                f"the old ones; publishing again tells it: {error}"
            ) from error


def cloudfront_client(endpoint: str | None = None, session: Any = None) -> Any:
    import boto3

    return (session or boto3.session.Session()).client("cloudfront", endpoint_url=endpoint)
