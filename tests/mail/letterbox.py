"""A mailer that keeps what it is handed, or refuses it."""

from shop.ports import Mail


class Letterbox:
    via = "box"

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> str:
        if self.error:
            raise self.error
        self.sent.append(mail)
        return "taken"
