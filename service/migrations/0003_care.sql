-- Concerns about somebody's safety: outside of the log and of every read model (ADR 13). The words
-- are sealed under a key of the concern's own, which is saved together with it.
CREATE SCHEMA care;

CREATE TABLE care.cases (
    id uuid PRIMARY KEY,
    place_id uuid NOT NULL,
    sealed bytea NOT NULL,
    raiser bytea,
    raised_at timestamptz NOT NULL,
    routed_to uuid[] NOT NULL CHECK (cardinality(routed_to) > 0),
    seen_at timestamptz,
    seen_by uuid,
    seen_note bytea,
    escalated_at timestamptz,
    escalated_to uuid[] NOT NULL DEFAULT '{}',
    closed_at timestamptz,
    CHECK ((seen_at IS NULL) = (seen_by IS NULL)),
    CHECK (closed_at IS NULL OR seen_at IS NOT NULL)
);

CREATE INDEX cases_routed_idx ON care.cases USING gin (routed_to);

CREATE INDEX cases_waiting_idx ON care.cases (raised_at) WHERE seen_at IS NULL;
