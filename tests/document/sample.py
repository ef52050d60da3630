"""A document with every kind of block in it."""

from __future__ import annotations

from service.document import (
    Bar,
    Bars,
    Bold,
    Bullets,
    Document,
    Heading,
    Link,
    Note,
    Paragraph,
    Quote,
    Table,
)

SAMPLE = Document(
    "Harrow Vale learning digest, June 2026",
    (
        Heading("In short"),
        Paragraph(
            "We thought that a locked room keeps people safe. This spring people in four "
            "organisations told us what the lock costs them. One decision changed, and we can see "
            "the first sign of it. It is early, and we have yet to ask those whom it is for."
        ),
        Heading("What changed our minds"),
        Table(
            (
                ("We believed", "An open room is a room that gets damaged."),
                (
                    "What we saw",
                    "Seven people said otherwise. They spoke of a key under a mat, of a form that "
                    "took three weeks, and of going home again.",
                ),
                ("We now think", "A room that people call theirs is looked after."),
                ("What we did", "Since 4 May the door is open from eight until the last one goes."),
            )
        ),
        Paragraph(
            (
                "Not everyone sees it this way. ",
                Bold("The insurer"),
                " asks who answers for a broken window. We do not know yet.",
            )
        ),
        Quote(
            "I used to plan my week around the key. Now I just come.", "Resident, with permission"
        ),
        Heading("What we are not sure about"),
        Bullets(
            (
                "Is it the open door, or the warmer evenings?",
                "Whom do we not hear? Nobody who works nights has written to us this month.",
                "How long is long enough to tell?",
            )
        ),
        Heading("Whose voices"),
        Bars(
            (
                Bar("Public services", "More than half", 3),
                Bar("Voluntary groups", "About a third", 2),
                Bar("Residents", "A few", 1),
            ),
            "Whose voices this rests on. The bars come in three set lengths.",
        ),
        Heading("What it cost"),
        Table(
            (("New lock", "£140", "2 May"), ("Heating", "£60 \u2013 £80", "each month")),
            ("For what", "How much", "When"),
            "Paid from the small grants.",
        ),
        Heading("What we would like from you", 3),
        Paragraph(
            ("Tell us what you make of it: ", Link("answer here", "https://learning.example.org/a"))
        ),
        Note("Sam wrote this from the log. Everyone who is quoted agreed to these words."),
    ),
)
