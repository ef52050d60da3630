"""What the demo's own pages say: the clock that can be moved, the letters, and being the funder."""

from __future__ import annotations

MOVE = "Move the clock"
TODAY_IS = "In this demo it is"
SEE = "Let time pass, and see what happens."
NEXT_FORTNIGHT = "Next fortnight"
NEXT_DAY = "Next day"
END_OF_MONTH = "End of the month"
LOOK_HERE = "Then look here"
RHYTHM = ("When we ask", "the round that is open, and what comes next.")
TIMELINE = ("The timeline", "what made-up people answered.")
LETTERS_LINE = "what people without Slack got. The link in each one works."
DIGESTS = ("What we learned", "for the people here after each round, for the funder each month.")
BE_FUNDER = "Be the funder"
FUNDER_LEAD = (
    "Agree to a digest first, and let a day pass. The funder reads digests and nothing else. "
    "Sign out to be yourself again."
)
SIGN_IN = "Sign in as the funder"
LETTERS = "Letters"
LETTERS_LEAD = "Nobody gets mail from a demo. Here is what would have gone out."
NO_LETTERS = "None so far. Move the clock first."
TO = "to"
