"""Which picture shows what: the sample shop's file names and how each is drawn."""

from collections.abc import Callable, Mapping
from functools import partial

from infra.sample import accessories, clothes, coffee, packets, paper, prints, teaware, vessels
from infra.sample.backdrop import Motif, cloth, table
from infra.sample.canvas import Canvas
from infra.sample.leaves import Kind, dish, lotus, saucer
from infra.sample.palette import (
    BAMBOO,
    CELADON,
    COPPER,
    INDIGO,
    LACQUER,
    LINEN,
    MOSS,
    PAPER,
    PERSIMMON,
    PORCELAIN,
    SKY,
    STEEL,
    STRAW,
    light,
)

Drawing = Callable[[], Canvas]
Thing = Callable[[Canvas], None]
Tea = tuple[Kind, tuple[str, ...]]

TEAS: Mapping[str, Tea] = {
    "thai-nguyen-green-tea": ("curl", ("#3f4a33", "#56643f", "#72805a")),
    "uji-sencha": ("needle", ("#2f5137", "#3f6b42", "#5b8a4d")),
    "west-lake-longjing": ("blade", ("#8a8f4a", "#a3a65c", "#7c8746")),
    "ha-giang-shan-tuyet": ("bud", ("#8b8f7a", "#c9cbb9", "#e9e6d6")),
    "alishan-oolong": ("ball", ("#4b5738", "#5d6a40", "#6f7446")),
    "wuyi-rock-oolong": ("curl", ("#34282a", "#4a3733", "#5d463c")),
    "oriental-beauty": ("curl", ("#5a3a2a", "#8a5a3a", "#d8cdb4")),
    "dianhong-golden-tips": ("curl", ("#4a2f22", "#a8752f", "#c9953f")),
    "cau-dat-arabica": ("bean", ("#4a2f22", "#5b3b2a", "#3d271d")),
    "buon-ma-thuot-robusta": ("bean", ("#33211a", "#432b20", "#2a1b16")),
}


def on_table(tone: str, motif: Motif, *things: Thing) -> Drawing:
    def draw() -> Canvas:
        canvas = table(tone, motif)
        for thing in things:
            thing(canvas)
        return canvas

    return draw


def on_cloth(tone: str, weave: str, thing: Thing) -> Drawing:
    def draw() -> Canvas:
        canvas = cloth(tone, weave)
        thing(canvas)
        return canvas

    return draw


def _served(tea: str) -> Thing:
    kind, colours = TEAS[tea]
    return lambda canvas: saucer(canvas, (610, 676), kind, colours)


def _tea(name: str, tone: str, motif: Motif, thing: Thing) -> dict[str, Drawing]:
    """A tea has two pictures: its packet, and its leaves from above."""
    kind, colours = TEAS[name]
    return {
        name: on_table(tone, motif, thing, _served(name)),
        f"{name}-{'beans' if kind == 'bean' else 'leaves'}": lambda: dish(
            light(tone, 0.1), kind, colours
        ),
    }


def _dip(thing: Callable[[Canvas, str], None], dye: str, canvas: Canvas) -> None:
    thing(canvas, dye)


def _dyed(
    name: str, weave: str, thing: Callable[[Canvas, str], None], dyes: Mapping[str, tuple[str, str]]
) -> dict[str, Drawing]:
    """One picture for each colour; `dyes` gives the cloth under it and the colour."""
    return {
        f"{name}-{colour}": on_cloth(ground, weave, partial(_dip, thing, dye))
        for colour, (ground, dye) in dyes.items()
    }


def _teas() -> dict[str, Drawing]:
    tin, pouch = packets.tin, packets.pouch
    return {
        **_tea("thai-nguyen-green-tea", "#cfd6b8", "bamboo", lambda c: pouch(c, MOSS, "leaf")),
        **_tea("uji-sencha", "#c5d3c2", "window", lambda c: tin(c, "#5f8a6b", "waves")),
        **_tea("west-lake-longjing", "#d7d9b4", "moon", lambda c: tin(c, "#8f9a4d", "branch")),
        **_tea("ha-giang-shan-tuyet", "#cdd6d3", "bamboo", packets.tube),
        **_tea("alishan-oolong", "#b9c9d4", "window", lambda c: tin(c, INDIGO, "mountain")),
        **_tea("wuyi-rock-oolong", "#dcc3ad", "moon", lambda c: tin(c, LACQUER, "mountain")),
        **_tea("oriental-beauty", "#e6cba6", "window", lambda c: tin(c, PERSIMMON, "blossom")),
        **_tea("dianhong-golden-tips", "#dfcfae", "bamboo", lambda c: tin(c, "#3a3538", "sun")),
        "yunnan-puerh-cake": on_table("#d9c8b0", "window", packets.cake),
        "tay-ho-lotus-tea": on_table("#e7cdc6", "moon", lotus),
        "jasmine-pearls": on_table("#cfdccb", "window", vessels.jar),
        "ceremonial-matcha": on_table("#cfd8ae", "moon", teaware.matcha),
        "tea-tasting-tray": on_table(
            "#dccfb6",
            "window",
            lambda c: packets.chest(c, (MOSS, INDIGO, PERSIMMON, STRAW, "#3a3538")),
        ),
    }


def _ceramics() -> dict[str, Drawing]:
    bowl, cup = teaware.bowl, teaware.cup
    return {
        "celadon-gaiwan": on_table("#e3d6bf", "moon", teaware.gaiwan),
        "yixing-teapot": on_table("#d5d3c0", "window", lambda c: teaware.pot(c, "#8a4b33")),
        "bat-trang-tea-set": on_table("#c3cfd6", "bamboo", teaware.painted_set),
        "chu-dau-bowl": on_table(
            "#d9d3c2", "moon", lambda c: bowl(c, PORCELAIN, "#eeeadd"), teaware.chrysanthemum
        ),
        "tenmoku-tea-bowl": on_table(
            "#d8bf9d", "window", lambda c: bowl(c, "#2b2224", "#3a2622", "#a8703a")
        ),
        "buncheong-cup-white": on_table(
            "#c9d3c8", "bamboo", lambda c: cup(c, "#8d8674", "#efe9da")
        ),
        "buncheong-cup-ash": on_table("#dccdb4", "bamboo", lambda c: cup(c, "#6f766b", "#a9b4a2")),
        "buncheong-cup-iron": on_table("#cfd4d6", "bamboo", lambda c: cup(c, "#4d3a33", "#9a6a4c")),
        "longquan-vase": on_table("#e6d5c4", "moon", vessels.vase),
        "moon-jar": on_table("#b4bfc6", "window", vessels.moon_jar),
        "thanh-ha-tealight": on_table("#8f8494", "none", vessels.burner),
        "bamboo-tea-tray": on_table("#d3dac6", "window", teaware.tray),
        "bamboo-whisk": on_table("#c8d3b2", "moon", teaware.whisk),
    }


def _coffee() -> dict[str, Drawing]:
    phin, bag = coffee.phin, packets.coffee_bag
    return {
        "phin-filter-steel": on_table("#d9cdb9", "window", lambda c: phin(c, STEEL)),
        "phin-filter-copper": on_table("#bccbc9", "window", lambda c: phin(c, COPPER)),
        "phin-filter-persimmon": on_table("#d8d9c4", "window", lambda c: phin(c, PERSIMMON)),
        **_tea("cau-dat-arabica", "#d2d9c6", "bamboo", lambda c: bag(c, "#b98f66", "mountain")),
        **_tea("buon-ma-thuot-robusta", "#dcc2a4", "moon", lambda c: bag(c, "#3f3a3c", "sun")),
        "bubble-glass-tumblers": on_table("#c9dbd4", "window", coffee.glasses, coffee.spoon),
        "coffee-gift-box": on_table("#e2cdb0", "bamboo", packets.gift_box),
    }


def _wardrobe() -> dict[str, Drawing]:
    scarf, silk = clothes.scarf, clothes.silk()
    sheen = {
        "persimmon": (SKY, PERSIMMON),
        "celadon": (LINEN, "#8fb59c"),
        "ink": ("#d9cfc0", "#3c3a40"),
    }
    return {
        **_dyed(
            "ao-ba-ba-shirt",
            "mat",
            clothes.shirt,
            {
                "indigo": ("#dccfae", INDIGO),
                "rice": ("#b9c4ae", "#efe7d6"),
                "persimmon": ("#ccd3cb", "#cf7546"),
            },
        ),
        **_dyed(
            "linen-jacket",
            "linen",
            clothes.jacket,
            {"bamboo": ("#c3cfc4", "#bda779"), "ink": (LINEN, "#45444a")},
        ),
        **_dyed(
            "wide-linen-trousers",
            "linen",
            clothes.trousers,
            {"moss": (LINEN, "#6d7a58"), "clay": ("#cdd3c6", "#b47a5a")},
        ),
        **_dyed("silk-scarf", "linen", lambda c, dye: scarf(c, dye, silk), sheen),
    }


def _small_clothes() -> dict[str, Drawing]:
    return {
        **_dyed(
            "split-toe-socks",
            "mat",
            accessories.socks,
            {"indigo": ("#dccfae", INDIGO), "straw": ("#c2cbb8", "#dcc48c")},
        ),
        "indigo-scarf": on_cloth(LINEN, "mat", lambda c: clothes.scarf(c, INDIGO, clothes.batik())),
        "quilted-vest": on_cloth("#d8cdb9", "linen", lambda c: clothes.vest(c, "#4b5f7d")),
        "indigo-apron": on_cloth("#dfd2b8", "linen", lambda c: accessories.apron(c, "#3d5778")),
        "palm-leaf-hat": on_cloth("#b8c6b4", "mat", accessories.hat),
    }


def _desk_and_home() -> dict[str, Drawing]:
    covers = {
        "indigo": (LINEN, INDIGO),
        "persimmon": ("#cdd6cf", "#cc6b3c"),
        "bamboo": ("#c9d0bb", BAMBOO),
    }
    silks = {"persimmon": PERSIMMON, "indigo": "#3f6292", "celadon": CELADON}
    dusk = "#5b5f78"
    return {
        **_dyed("do-paper-notebook", "linen", paper.notebook, covers),
        "writing-brushes": on_cloth(PAPER, "mat", paper.brushes),
        "ink-and-stone": on_cloth("#d5cbb7", "linen", paper.inkstone),
        "xuan-paper": on_cloth("#c6bfae", "mat", paper.sheets),
        "letter-set": on_cloth("#d9cdb6", "linen", paper.letters),
        "dong-ho-print": on_cloth("#bcc7b2", "linen", prints.hen_print),
        "brewing-booklet": on_cloth("#e3d3b4", "mat", prints.booklet),
        "paper-lantern-pattern": on_cloth("#c4d0cf", "linen", prints.pattern),
        **{f"silk-lantern-{name}": _hung(silk, dusk) for name, silk in silks.items()},
        "agarwood-incense": on_table("#a9a39b", "moon", vessels.incense),
    }


def _hung(silk: str, dusk: str) -> Drawing:
    def draw() -> Canvas:
        canvas = Canvas()
        canvas.rect(
            (0, 0, 800, 800),
            canvas.linear(((0, "#3b4258", 1), (0.7, dusk, 1), (1, "#9a8288", 1)), 0, 1),
        )
        vessels.lantern(canvas, silk)
        return canvas

    return draw


def pictures() -> dict[str, Drawing]:
    """Every product picture by its name without ``.svg``."""
    return {
        **_teas(),
        **_ceramics(),
        **_coffee(),
        **_wardrobe(),
        **_small_clothes(),
        **_desk_and_home(),
    }
