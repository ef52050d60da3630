-- A channel may be for a programme's funder instead of a place: its `purpose` is `funder` then, and
-- it belongs to no place, so that nothing of a place is ever looked for there.
ALTER TABLE slack.channels
    ALTER COLUMN place_id DROP NOT NULL,
    ADD COLUMN programme_id uuid,
    ADD CONSTRAINT channels_for_one_thing CHECK (
        (purpose = 'funder') = (programme_id IS NOT NULL)
        AND (purpose = 'funder') = (place_id IS NULL)
    );

CREATE INDEX channels_programme_idx ON slack.channels (programme_id);
