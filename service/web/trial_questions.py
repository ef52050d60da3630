"""The catalogue's part for trials: what each form about a trial asks, and the help beside it."""

from __future__ import annotations

from service.web.form_words import Questions

TRIAL_QUESTIONS: dict[str, Questions] = {
    "prototype": Questions(
        "We start a trial",
        "A small new way of working, run to learn from.",
        "The trial is written down.",
        {
            "name": ("What do you call it?", "A few words that people here will know."),
            "expected": (
                "What do you think will happen?",
                "Say it now, before anyone knows. You can learn from it either way.",
            ),
            "purpose": ("What is it for?", ""),
            "building_blocks": ("What might it change?", "Tick what shapes the work."),
        },
    ),
    "plan_do_review": Questions(
        "We looked at a trial: plan, do, review",
        "What you planned, what you did, and what you make of it.",
        "Your look at the trial is written down.",
        {
            "planned": ("What did you plan?", ""),
            "done": ("What did you do?", "It may be other than you planned."),
            "learned": ("What did you learn?", ""),
            "next_step": ("What do you do next?", ""),
        },
    ),
    "prototype_learning": Questions(
        "What a trial taught us",
        "A trial shows what around it helps, and what stands in the way.",
        "What the trial taught you is written down.",
        {
            "building_block": ("What is it about?", "Choose what shapes the work."),
            "learned": ("What did the trial teach you about it?", ""),
            "cites": ("Whose words show it?", ""),
        },
    ),
    "at_the_margins": Questions(
        "A trial works, and nothing around it moves",
        "That is common. It tells you what is missing around the trial.",
        "What is missing around the trial is written down.",
        {
            "conditions_missing": (
                "What is missing around it?",
                "Write each on a line of its own. For example: a shared budget.",
            ),
        },
    ),
    "normalised": Questions(
        "A trial is now how things are done",
        "Somebody decided something, and that changed what shapes the work.",
        "It is written down that this is how things are done now.",
        {
            "building_blocks": ("What did it change?", "Tick what shapes the work."),
            "decisions": (
                "Which decision changed it?",
                "You see decisions that say they changed what shapes the work.",
            ),
            "note": ("What else should people know?", ""),
        },
    ),
    "prototype_ended": Questions(
        "A trial has ended",
        "Nothing that people learned from it is lost.",
        "It is written down that the trial has ended.",
        {
            "what_we_keep": ("What do you keep of it?", ""),
            "what_remains": ("What is left to do?", ""),
        },
    ),
}
