-- Who may come in: tokens for programs, one-use links and sessions for people. Only hashes.
CREATE SCHEMA access;

CREATE TABLE access.tokens (
    id text PRIMARY KEY,
    digest bytea NOT NULL UNIQUE,
    label text NOT NULL,
    role text NOT NULL,
    person_id uuid NOT NULL,
    places uuid[],
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
);

CREATE TABLE access.invitations (
    digest bytea PRIMARY KEY,
    role text NOT NULL,
    person_id uuid NOT NULL,
    places uuid[],
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

CREATE TABLE access.sessions (
    digest bytea PRIMARY KEY,
    role text NOT NULL,
    person_id uuid NOT NULL,
    places uuid[],
    made_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE INDEX sessions_person_idx ON access.sessions (person_id);
