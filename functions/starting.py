"""Until a function has given its first answer, nothing is looked through for garbage.

Nearly all that a start makes are modules and classes, which stay. The collector would look through
them some twenty times, which is a twelfth of the CPU time that a shopper waits for. A handler
imports this before anything else.
"""

import gc
from collections.abc import Callable
from typing import Any

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]

gc.disable()


def until_answered(handler: Handler) -> Handler:
    """`handler`, and from its first answer on the collector works again; what is there by then it
    never looks at."""

    def answer(event: dict[str, Any], context: Any) -> dict[str, Any]:
        try:
            return handler(event, context)
        finally:
            if not gc.isenabled():
                gc.freeze()
                gc.enable()

    return answer
