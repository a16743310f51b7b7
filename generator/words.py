"""The theme's words in titles, remembered: reading a gettext catalogue takes longer than a page."""

from collections.abc import Callable, Mapping

Translate = Callable[[str, str], str]  # language, English words -> words


class Words:
    """A `Translate` that asks once for each."""

    def __init__(
        self, translate: Translate, known: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self._translate = translate
        self.known: dict[str, dict[str, str]] = {
            language: dict(words) for language, words in (known or {}).items()
        }

    def __call__(self, language: str, words: str) -> str:
        own = self.known.setdefault(language, {})
        if words not in own:
            own[words] = self._translate(language, words)
        return own[words]

    def learn(self, known: Mapping[str, Mapping[str, str]]) -> None:
        for language, words in known.items():
            self.known.setdefault(language, {}).update(words)
