"""Opens the published site that a URL names; each adapter is imported only when it is chosen."""

from functools import partial
from pathlib import Path

from shop.errors import Misconfigured
from shop.ports import Cdn, SiteFiles


def open_site(url: str, cdn: str | None = None, aws_endpoint: str | None = None) -> SiteFiles:
    """The site behind ``dir:PATH`` or ``s3:BUCKET``, the latter perhaps with a CDN before it."""
    scheme, _, place = url.partition(":")
    if scheme == "dir":
        from shop.adapters.dir_site import DirSite

        if cdn:
            raise Misconfigured(f"SHOP_CDN={cdn} needs SHOP_SITE=s3:BUCKET behind it.")
        try:
            return DirSite(Path(place))
        except OSError as error:
            raise Misconfigured(f"SHOP_SITE={url} cannot be used: {error.strerror}.") from None
    if scheme == "s3":
        from shop.adapters.s3_bucket import s3_client
        from shop.adapters.s3_site import S3Site

        return S3Site(place, partial(s3_client, aws_endpoint), _open_cdn(cdn, aws_endpoint))
    raise Misconfigured(f"SHOP_SITE={url} cannot be used. Write dir:PATH or s3:BUCKET.")


def _open_cdn(url: str | None, aws_endpoint: str | None) -> Cdn | None:
    if not url:
        return None
    from shop.adapters.cloudfront import CloudFront, cloudfront_client

    return CloudFront(url.partition(":")[2], partial(cloudfront_client, aws_endpoint))
