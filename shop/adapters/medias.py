"""Opens the media that a URL names, and the place for uploads beside it; each adapter is imported
only when it is chosen."""

from functools import partial
from pathlib import Path

from shop.errors import Misconfigured
from shop.ports import Media, Uploads


def open_media(url: str, aws_endpoint: str | None = None, *, trial: bool = False) -> Media:
    """The media behind ``dir:PATH`` or ``s3:BUCKET``. A `trial` keeps nothing."""
    scheme, _, place = url.partition(":")
    if scheme == "dir":
        from shop.adapters.dir_media import DirMedia

        return DirMedia(Path(place), trial=trial)
    if scheme == "s3":
        from shop.adapters.s3_bucket import s3_client
        from shop.adapters.s3_media import S3Media

        return S3Media(place, partial(s3_client, aws_endpoint), trial=trial)
    raise Misconfigured(f"SHOP_MEDIA={url} cannot be used. Write dir:PATH or s3:BUCKET.")


def open_uploads(url: str, home: Path, aws_endpoint: str | None = None) -> Uploads:
    """Where files wait that were handed over at the desk: `url` is that of the media. In a folder
    they are not beside pictures, which everybody sees, but under `home`."""
    scheme, _, place = url.partition(":")
    if scheme == "s3":
        from shop.adapters.s3_bucket import s3_client
        from shop.adapters.s3_uploads import S3Uploads

        return S3Uploads(place, partial(s3_client, aws_endpoint))
    from shop.adapters.dir_uploads import DirUploads

    return DirUploads(home / "uploads")
