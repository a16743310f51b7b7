"""The published list of addresses that lead elsewhere: one line each, ``/from /to 301``.

The format is that of Netlify and Cloudflare Pages, which answer by it; so does the embedded server.
Other hosts show the pages that lie under the former addresses and lead on by themselves.
"""

from collections.abc import Mapping

PATH = "_redirects"
MOVED_FOR_EVER = 301  # RFC 9110 §15.4.2


def written(targets: Mapping[str, str]) -> bytes:
    """`targets` are new addresses by former ones."""
    lines = (f"{old} {targets[old]} {MOVED_FOR_EVER}\n" for old in sorted(targets))
    return "".join(lines).encode()


def read(content: bytes) -> dict[str, str]:
    lines = (line.split(" ") for line in content.decode().splitlines())
    return {old: new for old, new, _status in lines}
