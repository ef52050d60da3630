"""The demo's rhythm: who is asked by mail, and what made-up people answer as time passes."""

from __future__ import annotations

from datetime import date, time

ANCHOR = date(2026, 10, 6)
AT = time(10)
BY_MAIL = {
    "p-02": "dan",
    "p-05": "anwen",
    "p-07": "tom",
    "p-15": "alan",
    "p-16": "bernadette",
    "p-20": "dee",
    "p-24": "lynn",
    "p-27": "mick",
}
"""People without Slack, and the mailbox of each."""
FUNDER = "Priscilla Thorne"
FUNDER_MAILBOX = "grants@longacre-trust.example"

ANSWERS: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        (
            "p-02",
            "Somebody rang me about a repair before I had written it up. I did not know I knew.",
        ),
        ("p-15", "Two people came in with a name to ask for. Last year they came with a form."),
        ("p-16", "The kitchen was asked what day suits. We have never been asked what day suits."),
        ("p-24", "I was rung back. It took four days and it was the same person."),
        ("p-20", "I said yes to a mattress on my own. It felt like stealing and it was not."),
    ),
    (
        ("p-05", "The desk sent me somebody with the story already told. We used the ten minutes."),
        ("p-07", "I asked before I wrote. The plan is shorter and nobody has crossed it out."),
        ("p-27", "At the bus shelter they say the council listens on Tuesdays. Somebody laughed."),
        ("p-15", "One family was sent back to the start again. The old letter still goes out."),
        ("p-20", "I rang finance first and they picked up."),
    ),
    (
        ("p-02", "The old letter went to forty homes by itself. Nobody meant it to."),
        ("p-16", "We stopped the Thursday list. Nobody has missed it but me."),
        ("p-24", "My neighbour was asked what she would do. She talked for an hour."),
        ("p-05", "I expected more calls after the change, and there were fewer."),
        ("p-27", "They asked us about the benches and then did it. I sat on one."),
    ),
)
"""Who says what, round after round; then from the beginning again."""

INSIGHTS: tuple[tuple[str, str], ...] = (
    (
        "When somebody can say yes on the spot, people come back with the next thing.",
        "One person said that it felt like taking something. It is not easy for everybody.",
    ),
    (
        "Being asked first saves time on both sides.",
        "A family was sent back to the start by a letter that nobody had stopped.",
    ),
    (
        "Old letters go out by themselves, long after we changed our minds.",
        "Stopping a list was easy in one place. It was one person's own list.",
    ),
)
"""What the learning partner then sees in it, and what does not fit."""
