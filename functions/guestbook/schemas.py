"""What ``POST /api/guestbook`` accepts, as JSON or as a plain form."""

from pydantic import BaseModel, ConfigDict, Field

from shop.guestbook.model import Draft, Name, Words
from shop.i18n.messages import translatable
from shop.orders.request import EMAIL

FIELDS = ("name", "text", "email", "lang", "token", "website")
# gettext ids of what may be wrong with a field, by field.
FIELD_ERRORS = {
    "name": translatable("Please give your name, in 80 letters or fewer."),
    "text": translatable("Please write something, in 2,000 letters or fewer."),
    "email": translatable("Please give an e-mail address like name@example.com."),
    "website": translatable(
        "Something filled in a field that people do not see. Please send again."
    ),
}


class EntryBody(BaseModel):
    """`token` is what ``GET /api/guestbook`` gave, some seconds to a day ago. `website` is for
    programs that fill in whatever they find: people do not see it."""

    model_config = ConfigDict(strict=True, extra="forbid")

    name: Name
    text: Words
    email: str = Field(default="", max_length=254, pattern=rf"^$|{EMAIL}")
    lang: str = Field(default="", max_length=20)
    token: str = Field(max_length=200)
    website: str = Field(default="", max_length=0)

    def draft(self, language: str) -> Draft:
        return Draft(name=self.name, text=self.text, email=self.email, language=language)
