CREATE TABLE IF NOT EXISTS hosting_miner_status_changes (
    miner_id   integer NOT NULL REFERENCES hosting_miners (id) ON DELETE CASCADE,
    valid_from timestamp without time zone NOT NULL,           -- UTC; hosting_miners.status counts before the first one
    status     varchar(20) NOT NULL,
    PRIMARY KEY (miner_id, valid_from)
);
