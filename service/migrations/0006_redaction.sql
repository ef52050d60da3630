-- A key that is destroyed and made in one step is replaced: what it sealed before is gone for good,
-- and what its owner says from now on is sealed under new bytes (ADR 17). All else is as in 0001.
CREATE OR REPLACE FUNCTION log.append(
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
        ) OR EXISTS (
            SELECT FROM keystore.keys
            WHERE id = ANY (key_ids) AND id = ANY (destroyed) AND box IS NULL
        ) THEN
            RAISE EXCEPTION 'a key was destroyed' USING ERRCODE = 'DL001';
        END IF;
        INSERT INTO keystore.keys (id, parent, box)
        SELECT * FROM unnest(key_ids, key_parents, key_boxes) AS given (id, parent, box)
        WHERE given.id <> ALL (destroyed);
    END IF;
    IF cardinality(destroyed) > 0 THEN
        UPDATE keystore.keys SET box = NULL, destroyed_at = now()
        WHERE id = ANY (destroyed) AND id <> ALL (key_ids) AND box IS NOT NULL;
        UPDATE keystore.keys SET box = given.box, made_at = now()
        FROM unnest(key_ids, key_boxes) AS given (id, box)
        WHERE keys.id = given.id AND given.id = ANY (destroyed);
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
