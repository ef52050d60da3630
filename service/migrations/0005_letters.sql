-- Letters (mail): one row a letter that is wanted, sent once. It is part of the vault: whose letter
-- it is tells where somebody belongs, so the rows of an erased person go.
CREATE SCHEMA letters;

-- A person's address is looked up in the vault when the letter is sent; `address` is sealed, and
-- there only for letters to somebody who is no person here. `wanted` is the position of the fact
-- that led to it, `due_at` when it should go, `not_before` when it may be tried next. It is over
-- when it is sent or given up; see service/letters/outbox.py.
CREATE TABLE letters.letters (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    about uuid NOT NULL,
    place_id uuid NOT NULL,
    person_id uuid,
    address bytea,
    wanted bigint NOT NULL,
    due_at timestamptz NOT NULL,
    not_before timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    attempted_at timestamptz,
    sent_at timestamptz,
    given_up_at timestamptz,
    problem text,
    CHECK (num_nonnulls(person_id, address) = 1)
);

CREATE INDEX letters_waiting_idx ON letters.letters (not_before)
    WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX letters_about_idx ON letters.letters (about);
CREATE INDEX letters_person_idx ON letters.letters (person_id);

-- How far the log has been followed; -1 until it first is, for nobody gets letters of the past.
CREATE TABLE letters.progress (position bigint NOT NULL);
INSERT INTO letters.progress VALUES (-1);
