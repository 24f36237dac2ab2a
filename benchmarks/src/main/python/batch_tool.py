#!/usr/bin/env python3
"""The batch tool that MinerStream replaces, as benchmarks/reference-job runs it: one process, SQLAlchemy and psycopg2.

Reads the miners of a site, writes 24 hourly rows for each in one transaction, 10,000 rows a statement, and runs its three
checks. The tables, in schema batch, have the batch tool's indexes and constraints. Prints the rows that the checks found.

Usage: batch_tool.py setup|generate URL [SITE FIRST_HOUR]
The password is in the file that PGPASSFILE names.
"""

import datetime
import random
import sys

from sqlalchemy import MetaData, Table, create_engine, text

BATCH = 10_000
HOURS = 24
DEFAULT_HASHRATE, DEFAULT_POWER = 110.0, 3000.0

SETUP = """
DROP SCHEMA IF EXISTS batch CASCADE;
CREATE SCHEMA batch;
CREATE TABLE batch.hosting_sites (id serial PRIMARY KEY, name varchar(200));
CREATE TABLE batch.miner_models (id serial PRIMARY KEY, model_name varchar(100) UNIQUE, manufacturer varchar(50),
    reference_hashrate double precision, reference_power integer);
CREATE TABLE batch.hosting_miners (id serial PRIMARY KEY, site_id integer REFERENCES batch.hosting_sites,
    miner_model_id integer REFERENCES batch.miner_models, serial_number varchar(100) UNIQUE,
    actual_hashrate double precision, actual_power double precision, status varchar(20) DEFAULT 'active');
CREATE TABLE batch.miner_telemetry (id serial PRIMARY KEY, miner_id integer NOT NULL REFERENCES batch.hosting_miners,
    hashrate double precision NOT NULL, power_consumption double precision NOT NULL, temperature double precision,
    fan_speed integer, accepted_shares bigint DEFAULT 0, rejected_shares bigint DEFAULT 0, recorded_at timestamp NOT NULL);
CREATE INDEX ix_miner_telemetry_recorded_at ON batch.miner_telemetry (recorded_at);
INSERT INTO batch.hosting_sites SELECT id, name FROM public.hosting_sites;
INSERT INTO batch.miner_models
    SELECT id, model_name, manufacturer, reference_hashrate, reference_power FROM public.miner_models;
INSERT INTO batch.hosting_miners
    SELECT id, site_id, miner_model_id, serial_number, actual_hashrate, actual_power, status FROM public.hosting_miners;
ANALYZE batch.hosting_miners;
"""

MINERS = """
SELECT m.id, m.status, coalesce(nullif(m.actual_hashrate, 0), nullif(l.reference_hashrate, 0)) AS hashrate,
       coalesce(nullif(m.actual_power, 0), nullif(l.reference_power, 0)) AS power
  FROM batch.hosting_miners m LEFT JOIN batch.miner_models l ON l.id = m.miner_model_id
 WHERE m.site_id = :site ORDER BY m.id"""

COUNT = """
SELECT miner_id, count(*) FROM batch.miner_telemetry
 WHERE miner_id IN (SELECT id FROM batch.hosting_miners WHERE site_id = :site) AND recorded_at >= :start AND recorded_at < :end
 GROUP BY miner_id"""

CADENCE = """
WITH gaps AS (
    SELECT miner_id, extract(epoch FROM recorded_at
           - lag(recorded_at) OVER (PARTITION BY miner_id ORDER BY recorded_at)) / 3600 AS hours
      FROM batch.miner_telemetry
     WHERE miner_id IN (SELECT id FROM batch.hosting_miners WHERE site_id = :site)
       AND recorded_at >= :start AND recorded_at < :end)
SELECT miner_id, hours FROM gaps WHERE hours IS NOT NULL AND abs(hours - 1.0) > 0.01"""

STATUSES = """
SELECT m.status, count(*), avg(t.hashrate), avg(t.power_consumption), avg(t.temperature), min(t.hashrate), max(t.hashrate)
  FROM batch.miner_telemetry t JOIN batch.hosting_miners m ON t.miner_id = m.id
 WHERE m.site_id = :site AND t.recorded_at >= :start AND t.recorded_at < :end GROUP BY m.status"""


def reading(miner, hour):
    hashrate, power = miner.hashrate or DEFAULT_HASHRATE, miner.power or DEFAULT_POWER
    uniform = random.uniform
    if miner.status == "active":
        values = (hashrate * (1 + uniform(-0.10, 0.10)), power * (1 + uniform(-0.08, 0.08)), uniform(65, 85))
        fan = random.randint(4000, 6000)
    elif miner.status == "maintenance":
        values = (hashrate * uniform(0.05, 0.20), power * uniform(0.10, 0.30), uniform(70, 95))
        fan = random.randint(3000, 7000)
    else:
        values, fan = (0.0, 0.0, None), None
    return {
        "miner_id": miner.id,
        "hashrate": round(values[0], 2),
        "power_consumption": round(values[1], 2),
        "temperature": None if values[2] is None else round(values[2], 2),
        "fan_speed": fan,
        "accepted_shares": 0,
        "rejected_shares": 0,
        "recorded_at": hour,
    }


def generate(engine, site, start):
    hours = [start + datetime.timedelta(hours=n) for n in range(HOURS)]
    # A statement of SQLAlchemy's own: only these go as many rows at once.
    insert = Table("miner_telemetry", MetaData(), schema="batch", autoload_with=engine).insert()
    with engine.begin() as transaction:
        miners = transaction.execute(text(MINERS), {"site": site}).all()
        rows = []
        for miner in miners:
            for hour in hours:
                rows.append(reading(miner, hour))
            if len(rows) >= BATCH:
                transaction.execute(insert, rows)
                rows = []
        if rows:
            transaction.execute(insert, rows)
    span = {"site": site, "start": start, "end": start + datetime.timedelta(hours=HOURS)}
    with engine.connect() as connection:
        counts = connection.execute(text(COUNT), span).all()
        if len(counts) != len(miners) or any(count != HOURS for _, count in counts):
            sys.exit("not every miner has %d rows" % HOURS)
        if connection.execute(text(CADENCE), span).first() is not None:
            sys.exit("rows are not one hour apart")
        statuses = connection.execute(text(STATUSES), span).all()
    print(sum(status[1] for status in statuses))


def main():
    command, url = sys.argv[1:3]
    # 10,000 rows in one statement of values.
    engine = create_engine(url, executemany_mode="values_plus_batch", executemany_values_page_size=BATCH)
    if command == "setup":
        with engine.begin() as transaction:
            transaction.execute(text(SETUP))
    else:
        generate(engine, int(sys.argv[3]), datetime.datetime.strptime(sys.argv[4], "%Y-%m-%d"))


main()
