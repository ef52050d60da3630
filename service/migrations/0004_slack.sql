-- What joins Slack to what is here. It is part of the vault: ids of Slack tell who somebody is,
-- so they are sealed or kept as digests, and the rows of an erased person go.
CREATE SCHEMA slack;

-- Workspaces that installed the app. `sealed` holds the tokens, under the master key.
CREATE TABLE slack.installations (
    enterprise_id text NOT NULL,
    team_id text NOT NULL,
    bot_user_id text NOT NULL,
    sealed bytea NOT NULL,
    installed_at timestamptz NOT NULL,
    ended_at timestamptz,
    why_ended text,
    PRIMARY KEY (enterprise_id, team_id)
);

CREATE TABLE slack.oauth_states (
    digest bytea PRIMARY KEY,
    expires_at timestamptz NOT NULL
);

-- Which channel is for which place; `purpose` is `place` or `triage`.
CREATE TABLE slack.channels (
    team_id text NOT NULL,
    channel_id text NOT NULL,
    place_id uuid NOT NULL,
    purpose text NOT NULL,
    welcomes_others boolean NOT NULL DEFAULT false,
    is_shared boolean NOT NULL DEFAULT false,
    closed_at timestamptz,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (team_id, channel_id)
);

CREATE INDEX channels_place_idx ON slack.channels (place_id);

-- What we know of a person's Slack beside who they are; `lookup` is the vault's digest of them.
CREATE TABLE slack.people (
    lookup bytea PRIMARY KEY,
    person_id uuid NOT NULL,
    place_id uuid,
    has_home boolean NOT NULL DEFAULT false,
    is_gone boolean NOT NULL DEFAULT false,
    is_guest boolean NOT NULL DEFAULT false,
    keeps_thread_replies boolean,
    seen_at timestamptz NOT NULL
);

CREATE INDEX people_person_idx ON slack.people (person_id);

-- Which message became which reflection; `lookup` is a digest of where the message stands. Slack
-- may tell of a message's end before its beginning: `taken_back_at` keeps it from coming in then.
CREATE TABLE slack.sources (
    lookup bytea PRIMARY KEY,
    reflection_id uuid,
    person_id uuid,
    place_id uuid,
    sealed bytea,
    noted_at timestamptz NOT NULL,
    taken_back_at timestamptz,
    edited_ts text
);

CREATE INDEX sources_reflection_idx ON slack.sources (reflection_id);
CREATE INDEX sources_person_idx ON slack.sources (person_id);

-- Words that wait for their author's yes. They go with the answer, and after two weeks.
CREATE TABLE slack.asks (
    id uuid PRIMARY KEY,
    author_id uuid NOT NULL,
    asked_by uuid NOT NULL,
    place_id uuid NOT NULL,
    sealed bytea NOT NULL,
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    is_kept boolean
);

CREATE INDEX asks_author_idx ON slack.asks (author_id);

-- What we post, one row a message: `wanted` is the newest fact that it should tell of (a position
-- of the log), `done` the newest that it does tell of; `stands` a digest of where it stands. See
-- bot/delivery.py.
CREATE TABLE slack.posts (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    about uuid NOT NULL,
    place_id uuid NOT NULL,
    person_id uuid,
    address bytea NOT NULL,
    pace bytea NOT NULL,
    wanted bigint NOT NULL,
    done bigint NOT NULL DEFAULT -1,
    not_before timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    attempted_at timestamptz,
    sent_at timestamptz,
    message bytea,
    stands bytea,
    shown bytea,
    problem text
);

CREATE INDEX posts_waiting_idx ON slack.posts (not_before) WHERE wanted > done;
CREATE INDEX posts_stands_idx ON slack.posts (stands);
CREATE INDEX posts_about_idx ON slack.posts (about);
CREATE INDEX posts_person_idx ON slack.posts (person_id);

-- How far the bot has followed the log; -1 until it first does, for the past is not told.
CREATE TABLE slack.progress (position bigint NOT NULL);
INSERT INTO slack.progress VALUES (-1);
