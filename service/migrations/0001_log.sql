-- The event log. The same table that eventsourcing 9.5 would make (a test compares the two), so
-- that its own tools read it, and one function that appends in a single round trip.
CREATE SCHEMA log;

CREATE TABLE log.doubleloop_events (
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text,
    state bytea,
    notification_id bigserial,
    PRIMARY KEY (originator_id, originator_version)
) WITH (
    autovacuum_enabled = true,
    autovacuum_vacuum_threshold = 100000000,
    autovacuum_vacuum_scale_factor = 0.5,
    autovacuum_analyze_threshold = 1000,
    autovacuum_analyze_scale_factor = 0.01
);

CREATE UNIQUE INDEX doubleloop_events_notification_id_idx
    ON log.doubleloop_events (notification_id);

-- Keys: a tree two deep. A root key (person, place, programme) is wrapped by the master key, a
-- child key (reflection, prototype) by its parent's. A destroyed key keeps its row, so that it
-- cannot quietly come back.
CREATE SCHEMA keystore;

CREATE TABLE keystore.keys (
    id uuid PRIMARY KEY,
    parent uuid REFERENCES keystore.keys (id),
    box bytea,
    made_at timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    CHECK ((box IS NULL) = (destroyed_at IS NOT NULL))
);

CREATE INDEX keys_parent_idx ON keystore.keys (parent);

-- The vault: who somebody is outside. The log knows only the random id.
CREATE SCHEMA vault;

CREATE TABLE vault.identities (
    lookup bytea PRIMARY KEY,
    person_id uuid NOT NULL,
    sealed bytea NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX identities_person_idx ON vault.identities (person_id);

-- Events, the keys to what they carry, and keys to destroy: all or nothing, in one round trip.
-- The lock makes the order of positions the order of commits, so no reader steps over one.
CREATE FUNCTION log.append(
    ids uuid[], versions bigint[], topics text[], states bytea[],
    key_ids uuid[], key_parents uuid[], key_boxes bytea[], destroyed uuid[],
    seen_ids uuid[], seen_versions bigint[]
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    positions bigint[];
BEGIN
    LOCK TABLE log.doubleloop_events IN EXCLUSIVE MODE;
    NOTIFY doubleloop_events;
    IF cardinality(seen_ids) > 0 AND EXISTS (
        SELECT FROM unnest(seen_ids, seen_versions) AS seen (id, version)
        WHERE (SELECT max(originator_version) FROM log.doubleloop_events
               WHERE originator_id = seen.id) > seen.version
    ) THEN
        RAISE EXCEPTION 'what this rests on has changed' USING ERRCODE = 'DL002';
    END IF;
    IF cardinality(key_ids) > 0 THEN
        IF EXISTS (
            SELECT FROM unnest(key_parents) AS wanted (id)
            WHERE wanted.id = ANY (destroyed)
               OR (SELECT box IS NULL FROM keystore.keys WHERE keys.id = wanted.id)
        ) THEN
            RAISE EXCEPTION 'a parent key was destroyed' USING ERRCODE = 'DL001';
        END IF;
        INSERT INTO keystore.keys (id, parent, box)
        SELECT * FROM unnest(key_ids, key_parents, key_boxes);
    END IF;
    IF cardinality(destroyed) > 0 THEN
        UPDATE keystore.keys SET box = NULL, destroyed_at = now()
        WHERE id = ANY (destroyed) AND box IS NOT NULL;
    END IF;
    WITH added AS (
        INSERT INTO log.doubleloop_events (originator_id, originator_version, topic, state)
        SELECT id, version, topic, state
        FROM unnest(ids, versions, topics, states)
            WITH ORDINALITY AS given (id, version, topic, state, nth)
        ORDER BY nth
        RETURNING notification_id
    )
    SELECT array_agg(notification_id ORDER BY notification_id) INTO positions FROM added;
    RETURN positions;
END $$;
