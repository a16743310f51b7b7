"""How a program leaves a page to Jinja, and what stands for the undefined until it does."""

from typing import Any, NoReturn


class GiveUp(Exception):
    """The page is left to Jinja."""


class Missing:
    """Stands for an undefined variable: may be handed on and asked for, anything else gives up,
    as Jinja's StrictUndefined fails."""

    __slots__ = ()

    def _give_up(self, *_: Any, **__: Any) -> NoReturn:
        raise GiveUp

    __repr__ = __len__ = __iter__ = __hash__ = _give_up
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _give_up
    __contains__ = __getitem__ = __call__ = __add__ = __radd__ = _give_up
    __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __rmod__ = _give_up
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _give_up
    __pow__ = __rpow__ = __neg__ = __pos__ = __int__ = __float__ = __index__ = _give_up

    def __getattr__(self, name: str) -> NoReturn:
        raise GiveUp

    def __str__(self) -> str:
        raise GiveUp

    def __bool__(self) -> bool:
        raise GiveUp


class Nothing(Missing):
    """``{{ "x" if y }}`` without an else: Jinja's lenient Undefined, empty and false."""

    __slots__ = ()

    def __str__(self) -> str:
        return ""

    def __bool__(self) -> bool:
        return False


MISSING = Missing()
NOTHING = Nothing()
