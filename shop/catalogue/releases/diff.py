"""Product by product, field by field: what is different. Pure; preview and publish share it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from shop.catalogue.model import Record
from shop.catalogue.releases.model import ChangeSet, FieldChange, ProductChange, ProductState
from shop.i18n.languages import LANGUAGES
from shop.i18n.messages import translatable
from shop.money import Money

PRICE_JUMP = Decimal("0.30")

Warning_ = dict[str, Any]


def field_changes(change: ProductChange) -> list[FieldChange]:
    """Every field that differs, in the order of the model; all of them for a new product."""
    old, new = _flat(change.before), _flat(change.after)
    paths = dict.fromkeys([*old, *new])
    return [
        *_handles(change),
        *(
            FieldChange(field=path, old=old.get(path), new=new.get(path))
            for path in paths
            if old.get(path) != new.get(path)
        ),
    ]


def _handles(change: ProductChange) -> Iterator[FieldChange]:
    """Of a product that gets another one."""
    if change.before and change.before.product.handle != change.handle:
        yield FieldChange(field="handle", old=change.before.product.handle, new=change.handle)


def _flat(state: ProductState | None) -> dict[str, Any]:
    """``{"title": …, "variants.SKU.price": …}``; money as text (``12.50 USD``)."""
    if state is None:
        return {}
    product = state.product.model_dump(mode="json", exclude={"handle", "variants", "texts"})
    found = {name: value for name, value in product.items() if value not in ("", None, [], {})}
    for variant in state.product.variants:
        found |= {f"variants.{variant.sku}": "–", **_fields(f"variants.{variant.sku}", variant)}
    for language, text in state.product.texts.items():
        found |= _fields(f"texts.{language}", text)
    return found | {f"costs.{sku}": _shown(cost.model_dump()) for sku, cost in state.costs.items()}


def _fields(path: str, part: Record) -> dict[str, Any]:
    """The fields of a part that say something; its SKU is in the path already."""
    fields = part.model_dump(mode="json", exclude={"sku"}, exclude_defaults=True)
    return {f"{path}.{name}": _shown(value) for name, value in fields.items()}


def _shown(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        money = Money(**value)
        return f"{money.to_decimal()} {money.currency}"
    return value


def price_jumps(change_set: ChangeSet) -> Iterator[Warning_]:
    """A price that moved by more than 30 % is more often a slip than a decision."""
    for change in change_set.of_kind("changed"):
        old = _prices(change.before)
        for sku, price in _prices(change.after).items():
            before = old.get(sku)
            if before and before[1] == price[1] and _jumped(before[0], price[0]):
                percent = round((price[0] - before[0]) * 100 / before[0])
                yield _warning(
                    change,
                    "price_jump",
                    translatable(
                        "The price of %(sku)s moves by %(percent)s %%. Is that meant?",
                        sku=sku,
                        percent=f"{percent:+d}",
                    ),
                )


def _prices(state: ProductState | None) -> dict[str, tuple[int, str]]:
    return {
        variant.sku: (variant.price.amount, variant.price.currency)
        for variant in (state.product.variants if state else ())
        if variant.price
    }


def _jumped(old: int, new: int) -> bool:
    return abs(new - old) > PRICE_JUMP * old


def gaps(change_set: ChangeSet, languages: Sequence[str], default: str) -> Iterator[Warning_]:
    """What shoppers will miss: pictures, product by product, and languages, one line each."""
    shown = [
        change
        for change in change_set.changes
        if change.after is not None and change.after.product.published
    ]
    for change in filter(_unpictured, shown):
        yield _warning(
            change,
            "picture_missing",
            translatable("“%(handle)s” has no picture.", handle=change.handle),
        )
    for language in languages:
        lacking = [change for change in shown if _untitled(change, language)]
        if language != default and lacking:
            yield _warning(
                lacking[0],
                "language_missing",
                translatable(
                    "Products without a title in %(language)s: %(lacking)s of %(shown)s. "
                    "Shoppers see another language.",
                    lacking=str(len(lacking)),
                    shown=str(len(shown)),
                    language=LANGUAGES[language].label,
                ),
            )


def still_drafts(change_set: ChangeSet, fields: Collection[str] | None) -> Iterator[Warning_]:
    """Drafts stay drafts where the file has no column that says otherwise; `fields` are those it
    has (None: all). Whoever corrects the price of one expects to see it."""
    if fields is None or "status" in fields:
        return
    found = [change for change in change_set.of_kind("changed") if _still_draft(change)]
    if found:
        yield _warning(
            found[0],
            "still_draft",
            translatable(
                "%(found)s of the changed products are drafts and stay so, as the file "
                "has no column for it. To show one, give it the Status “active”.",
                found=str(len(found)),
            ),
        )


def _still_draft(change: ProductChange) -> bool:
    states = (change.before, change.after)
    return all(state is not None and state.product.status == "draft" for state in states)


def _unpictured(change: ProductChange) -> bool:
    return change.after is not None and not change.after.product.pictures


def _untitled(change: ProductChange, language: str) -> bool:
    text = change.after.product.texts.get(language) if change.after else None
    return not (text and text.title)


def _warning(change: ProductChange, code: str, message: str) -> Warning_:
    row = change.rows[0] if change.rows else None
    return {
        "row": row,
        "column": "",
        "code": code,
        "severity": "warning",
        "message": message,
        "handle": change.handle,
    }


def diff_json(change_set: ChangeSet) -> list[Mapping[str, Any]]:
    """The diff for people and programs: one entry a product, with its fields old and new."""
    return [
        {
            "handle": change.handle,
            "kind": change.kind,
            "rows": list(change.rows),
            "fields": [entry.model_dump() for entry in field_changes(change)],
        }
        for change in change_set.told
    ]
