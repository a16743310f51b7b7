"""The shop's mark: an eave over a cup, readable at the size of a browser tab."""

from infra.sample.palette import INDIGO, PAPER, PERSIMMON

_EAVE = (
    "M2.5 13.2C7.5 12 12.6 9.2 16 4.6C19.4 9.2 24.5 12 29.5 13.2L28.7 15.9"
    "C23.4 14.9 19.2 13 16 9.9C12.8 13 8.6 14.9 3.3 15.9Z"
)
_CUP = "M9 18.2H23C23 23.4 20.6 26.4 18.2 27.2V28.6H13.8V27.2C11.4 26.4 9 23.4 9 18.2Z"


def mark() -> str:
    """One colour, taken from the text around it."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="currentColor">'
        f'<path d="{_EAVE}"/><path d="{_CUP}"/></svg>\n'
    )


def favicon() -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="7" fill="{INDIGO}"/>'
        f'<g transform="translate(2.4 2) scale(.85)"><path d="{_EAVE}" fill="{PAPER}"/>'
        f'<path d="{_CUP}" fill="{PERSIMMON}"/></g></svg>\n'
    )
