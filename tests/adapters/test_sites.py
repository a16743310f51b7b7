"""Where the published site lies, as the environment says it."""

from pathlib import Path

import pytest

from shop.adapters.dir_site import DirSite
from shop.adapters.s3_site import S3Site
from shop.adapters.sites import open_site
from shop.errors import Misconfigured
from shop.settings import load_settings


def test_a_folder_is_a_site(tmp_path: Path) -> None:
    site = open_site(load_settings({"SHOP_HOME": str(tmp_path)}).site)
    assert isinstance(site, DirSite)
    site.close()


def test_a_bucket_is_a_site_and_may_have_a_cdn() -> None:
    settings = load_settings({"SHOP_SITE": "s3:pages", "SHOP_CDN": "cloudfront:E1"})
    site = open_site(settings.site, settings.cdn)
    assert isinstance(site, S3Site)
    site.close()


@pytest.mark.parametrize(
    "values",
    [
        {"SHOP_SITE": "ftp:pages"},
        {"SHOP_SITE": "s3:"},
        {"SHOP_SITE": "s3:pages", "SHOP_CDN": "E1"},
        {"SHOP_SITE": "s3:pages", "SHOP_CDN": "fastly:E1"},
    ],
)
def test_what_cannot_be_a_site_is_refused_in_a_sentence(values: dict[str, str]) -> None:
    with pytest.raises(Misconfigured, match=next(reversed(values))):
        load_settings(values)


def test_a_cdn_without_a_bucket_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="SHOP_CDN"):
        open_site(f"dir:{tmp_path}", "cloudfront:E1")


def test_a_folder_where_none_can_be_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Misconfigured, match="SHOP_SITE"):
        open_site(f"dir:{tmp_path}/file/public")
