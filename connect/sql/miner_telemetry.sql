CREATE TABLE IF NOT EXISTS miner_telemetry (
    -- For tools of the batch jobs; without an index, because nothing of ours reads it. No identity: partitioned tables have those
    -- from PostgreSQL 17 on. bigint: an upsert takes a number from the sequence even if the row exists.
    id                bigserial NOT NULL,
    -- hosting_miners may be filled later, by another tool or not at all. The checks report readings of unknown miners.
    miner_id          integer NOT NULL,                        -- hosting_miners.id
    hashrate          double precision NOT NULL,               -- TH/s
    power_consumption double precision NOT NULL,               -- W
    temperature       double precision,                        -- degC; NULL when the miner is not running
    fan_speed         integer,                                 -- RPM; NULL when the miner is not running
    accepted_shares   bigint DEFAULT 0,
    rejected_shares   bigint DEFAULT 0,
    recorded_at       timestamp without time zone NOT NULL,    -- UTC
    -- Makes replays idempotent. The checks read by it.
    PRIMARY KEY (miner_id, recorded_at){{foreign.key}}
){{partition.by}};
