"""A release leaves behind what is to be done about its pictures."""

from collections.abc import Callable

import pytest
from factories import MOMENT, usd

from shop.catalogue.model import Picture, Product, Variant
from shop.catalogue.releases.model import ChangeSet, Origin, ProductChange, ProductState
from shop.catalogue.releases.records import read_head
from shop.catalogue.releases.service import current_states, publish
from shop.errors import PictureUnavailable
from shop.pictures.lab import Lab
from shop.pictures.records import PICTURES, RENDITIONS, renditions_key, source_key
from shop.pictures.saving import shown_by
from shop.pictures.service import collect, retry_due
from shop.ports import Store

from .conftest import PNG, A, B, Clock, Web

PHOTO = "/media/0123456789abcdef-cup.jpg"
DRAWING = "/media/fedcba9876543210-cup.svg"


def cup(*pictures: str, handle: str = "cup", **changes: object) -> Product:
    values = {
        "handle": handle,
        "title": handle,
        "pictures": tuple(Picture(src=src) for src in pictures),
        **changes,
    }
    return Product.model_validate(values)


@pytest.fixture
def released(store: Store) -> Callable[..., None]:
    def call(*products: Product) -> None:
        now = current_states(store, [product.handle for product in products])
        changes = tuple(
            ProductChange(handle=p.handle, before=now.get(p.handle), after=ProductState(product=p))
            for p in products
        )
        change_set = ChangeSet(base=read_head(store).release, changes=changes)
        publish(store, change_set, Origin(actor="mai"), lambda: MOMENT)

    return call


def due(store: Store, index: str) -> list[str]:
    items = store.query_index(index).items
    return sorted(str(item.data.get("url") or item.data["path"]) for item in items)


def test_pictures_by_url_wait_to_be_fetched_and_photos_to_be_drawn(
    store: Store, released: Callable[..., None]
) -> None:
    variant = Variant(sku="CUP", price=usd(900), picture=B.removeprefix("https:"))
    released(cup(A, PHOTO, DRAWING, "cup.png", variants=(variant,)))
    assert due(store, PICTURES) == [A, B]
    assert due(store, RENDITIONS) == [PHOTO]
    assert shown_by(store, [A]) == shown_by(store, [B]) == shown_by(store, [PHOTO]) == {"cup"}


def test_publishing_asks_nothing_of_the_web(
    store: Store, released: Callable[..., None], lab: Callable[..., Lab]
) -> None:
    web = Web({A: PNG})
    released(cup(A))
    assert web.asked == []
    assert retry_due(lab(web)).paths.keys() == {A}
    assert web.asked == [A]


def test_what_is_stored_is_not_asked_for_again(
    store: Store, released: Callable[..., None], lab: Callable[..., Lab]
) -> None:
    collect(lab(Web({A: PNG})), [A])
    before = store.get(source_key(A))
    released(cup(A), cup(A, handle="saucer"))
    assert store.get(source_key(A)) == before
    assert shown_by(store, [A]) == {"cup", "saucer"}


def test_what_waits_for_its_next_try_goes_on_waiting(
    store: Store, released: Callable[..., None], lab: Callable[..., Lab]
) -> None:
    collect(lab(Web({A: PictureUnavailable("The server is away.")}), Clock()), [A])
    before = store.get(source_key(A))
    released(cup(A))
    assert store.get(source_key(A)) == before


def test_what_failed_is_tried_again_for_a_product_that_names_it_anew(
    store: Store, released: Callable[..., None], lab: Callable[..., Lab]
) -> None:
    collect(lab(Web({A: b"<html>"})), [A])
    released(cup(A))
    assert due(store, PICTURES) == [A]


def test_a_product_that_no_longer_shows_it_is_not_found_by_it(
    store: Store, released: Callable[..., None]
) -> None:
    released(cup(A, PHOTO))
    released(cup(B))
    assert shown_by(store, [A, PHOTO]) == set()
    assert shown_by(store, [B]) == {"cup"}


def test_an_archived_product_asks_for_nothing(store: Store, released: Callable[..., None]) -> None:
    released(cup(A, PHOTO, status="archived"))
    assert due(store, PICTURES) == due(store, RENDITIONS) == []


def test_what_is_archived_keeps_the_pictures_it_has_asked_for(
    store: Store, released: Callable[..., None]
) -> None:
    released(cup(A, PHOTO))
    released(cup(A, PHOTO, status="archived"))
    assert shown_by(store, [A, PHOTO]) == {"cup"}
    released(cup(A, status="archived"))
    assert shown_by(store, [PHOTO]) == set()


def test_a_change_of_another_field_asks_for_nothing(
    store: Store, released: Callable[..., None], lab: Callable[..., Lab]
) -> None:
    released(cup(A))
    collect(lab(Web({A: b"<html>"})), [A])
    released(cup(A, brand="Bát Tràng"))
    assert due(store, PICTURES) == []


def test_one_content_is_one_picture_under_whatever_names() -> None:
    assert renditions_key(PHOTO) == renditions_key(PHOTO.replace("cup", "mug"))
    assert renditions_key(PHOTO) != renditions_key(PHOTO.replace("0123", "3210"))
