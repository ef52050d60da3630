"""What the rules of signals ask the rows: each looks no further back than its rule does."""

from __future__ import annotations

from typing import LiteralString

# `known` is the end of a day, or infinity: what was written down later does not count.

NEVER_CHALLENGED: LiteralString = """
SELECT belief, count(*) FROM (
    SELECT DISTINCT d.id, unnest(d.cites) AS belief FROM entries AS d
    WHERE d.place_id = %(place)s AND d.kind = 'decision' AND d.recorded_at < %(known)s
) AS cited
WHERE EXISTS (SELECT FROM entries AS b WHERE b.id = belief AND b.kind = 'belief_stated')
  AND NOT EXISTS (SELECT FROM entries AS c
      WHERE c.about = belief AND c.kind = 'challenged' AND c.recorded_at < %(known)s)
GROUP BY belief HAVING count(*) >= %(fewest)s
"""

STATEMENTS: LiteralString = """
SELECT DISTINCT ON (belief) belief, words FROM (
    SELECT id AS belief, position, words FROM entries
    WHERE id = ANY (%(beliefs)s) AND kind = 'belief_stated'
    UNION ALL
    SELECT about, position, words FROM entries
    WHERE about = ANY (%(beliefs)s) AND kind = 'revised' AND recorded_at < %(known)s
) AS wordings
ORDER BY belief, position DESC
"""

BLOCKED: LiteralString = """
WITH blocked AS (
    SELECT t.code, min(e.occurred_on) AS first_on,
        count(DISTINCT (e.occurred_on - DATE '2001-01-01') / 14) AS fortnights
    FROM entries AS e JOIN tags AS t ON t.reflection_id = e.id
    WHERE e.place_id = %(place)s AND e.kind = 'reflection' AND e.state = 'available'
      AND e.occurred_on > %(since)s AND e.occurred_on <= %(today)s AND t.stance = ANY (%(stances)s)
      AND e.recorded_at < %(known)s AND t.recorded_at < %(known)s
    GROUP BY t.code
)
SELECT code, fortnights FROM blocked
WHERE fortnights >= %(fewest)s AND NOT EXISTS (
    SELECT FROM entries AS d WHERE d.place_id = %(place)s AND d.kind = 'decision'
    AND d.codes @> ARRAY[code] AND d.occurred_on >= first_on AND d.recorded_at < %(known)s)
"""
"""Fortnights begin on Mondays, the same for all places: 2001 began on one."""

DECIDED: LiteralString = """
SELECT id, title, words FROM entries
WHERE place_id = %(place)s AND kind = 'decision'
  AND occurred_on > %(since)s AND occurred_on <= %(today)s AND recorded_at < %(known)s
"""

WENT_QUIET: LiteralString = """
WITH days AS (
    SELECT DISTINCT perspective, occurred_on FROM entries
    WHERE place_id = %(place)s AND kind = 'reflection' AND state IN ('available', 'held')
      AND speaking_as <> 'relaying' AND perspective IS NOT NULL AND recorded_at < %(known)s
      AND occurred_on > %(since)s::date - %(quiet_for)s AND occurred_on <= %(today)s
), pauses AS (
    SELECT perspective, occurred_on AS last_on, lead(occurred_on, 1, %(today)s) OVER (
        PARTITION BY perspective ORDER BY occurred_on) AS next_on
    FROM days
), challenges AS (
    SELECT DISTINCT occurred_on AS challenged_on FROM entries
    WHERE place_id = %(place)s AND kind = 'challenged' AND occurred_on > %(since)s
      AND recorded_at < %(known)s
)
SELECT perspective, max(next_on - challenged_on - 1)
FROM pauses JOIN challenges ON last_on <= challenged_on AND challenged_on < next_on
WHERE next_on - challenged_on - 1 >= %(quiet_for)s AND (
    SELECT count(DISTINCT s.author) FROM entries AS s
    WHERE s.place_id = %(place)s AND s.kind = 'reflection' AND s.state IN ('available', 'held')
      AND s.speaking_as <> 'relaying' AND s.recorded_at < %(known)s
      AND s.perspective = pauses.perspective
      AND s.occurred_on > challenged_on - %(quiet_for)s AND s.occurred_on <= challenged_on
) >= %(fewest)s
GROUP BY perspective
"""
"""The day of the challenge counts as before it; what was held for care was spoken too."""

GOOD_NEWS: LiteralString = """
WITH other AS MATERIALIZED (
    SELECT coalesce((
        SELECT e.occurred_on FROM entries AS e
        WHERE e.place_id = %(place)s AND e.kind = 'reflection' AND e.state = 'available'
          AND e.occurred_on <= %(today)s AND e.recorded_at < %(known)s
          AND EXISTS (SELECT FROM tags AS t WHERE t.reflection_id = e.id
              AND t.stance = ANY (%(stances)s) AND t.recorded_at < %(known)s)
        ORDER BY e.occurred_on DESC, e.position DESC LIMIT 1
    ), '-infinity') AS last_on
)
SELECT count(DISTINCT (e.occurred_on - DATE '2001-01-01') / 14) FROM entries AS e
WHERE (SELECT last_on FROM other) <= %(since)s AND e.occurred_on > (SELECT last_on FROM other)
  AND e.place_id = %(place)s AND e.kind = 'reflection' AND e.state = 'available'
  AND e.occurred_on <= %(today)s AND e.recorded_at < %(known)s
  AND EXISTS (SELECT FROM tags AS t WHERE t.reflection_id = e.id AND t.recorded_at < %(known)s)
HAVING count(*) FILTER (WHERE e.occurred_on > %(since)s) >= %(fewest)s
"""

SAID: LiteralString = """
WITH beliefs AS MATERIALIZED (
    SELECT b.id, b.outcome, b.codes, coalesce(max(f.version) FILTER (WHERE f.kind = 'revised'), 1)
        AS version
    FROM entries AS b LEFT JOIN entries AS f
        ON f.about = b.id AND f.kind IN ('revised', 'dropped') AND f.recorded_at < %(known)s
    WHERE b.place_id = %(place)s AND b.kind = 'belief_stated' AND b.recorded_at < %(known)s
    GROUP BY b.position HAVING coalesce(bool_and(f.kind <> 'dropped'), true)
)
SELECT b.id, ARRAY(
    SELECT i.id FROM beliefs AS i WHERE i.outcome = 'inferred' AND i.codes && b.codes)
FROM beliefs AS b JOIN entries AS f ON f.about = b.id AND f.recorded_at < %(known)s
    AND (f.kind = 'mirror' OR f.kind = 'challenged' AND f.version = b.version)
CROSS JOIN unnest(f.cites) AS cited
WHERE b.outcome = 'espoused'
GROUP BY b.id, b.codes
HAVING count(DISTINCT cited) >= %(fewest)s AND (b.codes <> '{}' OR bool_or(f.kind = 'mirror'))
"""
"""Candidates, each with what people seem to act on about the same codes; a mirror's row does not
say which of its evidence is against, so this is looked at again."""
