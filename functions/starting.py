"""What a start does without; a handler imports this before anything else.

Until a Lambda function has given its first answer, nothing is looked through for garbage. Nearly
all that a start makes are modules and classes, which stay. The collector would look through them
some twenty times, which is a twelfth of the CPU time that a shopper waits for. A server that has
the same handlers in one process gives its answers otherwise, and would never collect again. Nor
does pydantic look through every installed package for plugins of its own, of which a bundle has
none.
"""

import gc
import os
from collections.abc import Callable
from typing import Any, Final

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]

LAMBDA: Final = "AWS_LAMBDA_FUNCTION_NAME"  # the environment of a function has it

if LAMBDA in os.environ:
    gc.disable()
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


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
