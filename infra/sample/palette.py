"""The few colours of every picture: glazes, dyes, paper and what light does to them."""

PAPER = "#f4ecdc"
LINEN = "#e6d9c1"
BAMBOO = "#c2a876"
STRAW = "#dcc48c"
CLAY = "#a75f3e"
PERSIMMON = "#d9713c"
LACQUER = "#a8382b"
CELADON = "#a9c5b0"
LEAF = "#6c8a57"
MOSS = "#47603f"
INDIGO = "#2f4b70"
SKY = "#b9cbd2"
INK = "#2b2a2c"
WOOD = "#8a6242"
STEEL = "#b9bcbb"
COPPER = "#bd7a4c"
PORCELAIN = "#f3f1ea"
LOTUS = "#dd9ba0"
COFFEE = "#4a3024"


def mix(first: str, second: str, share: float) -> str:
    """The colour `share` of the way from `first` to `second`."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def light(colour: str, share: float = 0.3) -> str:
    return mix(colour, "#fffaf0", share)


def dark(colour: str, share: float = 0.3) -> str:
    """Shadows lean towards a warm ink, never towards plain black."""
    return mix(colour, "#2a2230", share)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
