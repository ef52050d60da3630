"""Words that are kept out of everything that people read, because of what they do to people."""

from __future__ import annotations

import re

KEPT_OUT = re.compile(
    r"\b(?:(?i:anonym\w*|beneficiar\w*|hard[- ]to[- ]reach|non-responders?|complian\w+"
    r"|scores?|scoring|maturity|underperform\w*|double-loop\w*|theor(?:y|ies)-in-use)|RAG)\b"
)
"""Those that sort people or mark them; and `anonymous`, which promises what nobody can keep."""
