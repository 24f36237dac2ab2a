CREATE TABLE IF NOT EXISTS minerstream_sink_offsets (
    -- Of the COPY sink with delivery=exactly-once: where each partition goes on, and who owns it.
    connector   text NOT NULL,
    topic       text NOT NULL,
    partition   integer NOT NULL,
    next_offset bigint,                                        -- NULL when nothing has landed
    fence       bigint NOT NULL,                               -- number of claims
    last_record text,
    changed_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (connector, topic, partition)
) WITH (fillfactor = 50);                                      -- room for updates in place
