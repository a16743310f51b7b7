"""Whether a survey follows an order, as the owner decides it."""

from pydantic import Field

from shop.sections import Section


class SurveySettings(Section):
    """`after_order` names the survey; "" means that none is sent. `days` after the first parcel has
    left, one mail invites to it."""

    after_order: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9-]{0,60})?$")
    days: int = Field(default=14, ge=1, le=120)
