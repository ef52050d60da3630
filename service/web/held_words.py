"""The catalogue's part for the pages on which people ask what is kept about them."""

from __future__ import annotations

LINK = "What you hold about me"
TITLE = "What we hold about you"
TAKE_TEXT = "Take it away as text"
TAKE_JSON = "Take it away for programs"

ASK_LEAD = (
    "We can send you all that we hold about you. It goes to the address that our letters to you "
    "go to. It is not shown here, because others may have this link."
)
SEND = "Send it to me"
SENT = "It is on its way. It may take some minutes. You can ask for it once a day."
NO_ADDRESS = (
    "This cannot be sent to you by e-mail. If you use Slack, it is in the bot's Home there. Else "
    "please ask the people of your place for it."
)
BACK = "Back to how we ask you"
