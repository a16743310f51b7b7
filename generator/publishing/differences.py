"""What must change for the site to show what was rendered. Pure."""

from collections.abc import Collection, Iterable, Mapping

from shop.ports import Change, Kept
from shop.published.addresses import checked
from shop.published.kinds import is_page, turn


def differences(
    live: Mapping[str, Kept], written: Mapping[str, tuple[str, int]], deleted: Iterable[str]
) -> list[Change]:
    """Deletions last, everything else in its turn; nothing where bytes are equal."""
    changes = [
        Change(checked(path), before, Kept._make(kept))
        for path, kept in written.items()
        if (before := live.get(path)) != kept
    ]
    changes += [Change(path, live[path], None) for path in set(deleted) if path in live]
    return sorted(changes, key=_order)


def counted(changes: Collection[Change]) -> dict[str, int]:
    """Pages are HTML files; bytes are those of all files."""
    return {
        "pages_written": sum(1 for c in changes if c.after and is_page(c.path)),
        "pages_deleted": sum(1 for c in changes if not c.after and is_page(c.path)),
        "bytes_written": sum(c.after.size for c in changes if c.after),
    }


def _order(change: Change) -> tuple[bool, int, str]:
    return change.after is None, turn(change.path), change.path
