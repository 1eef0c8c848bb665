-- What Prisma cannot describe: partitioned points, their roll-ups, partial indexes, the append-only audit.

-- Narrow on purpose: no surrogate id, no foreign key, no second b-tree. Daily partitions are made by the program.
CREATE TABLE metric_point (
  series_id bigint           NOT NULL,
  ts        timestamptz(3)   NOT NULL,
  value     double precision NOT NULL,
  n         double precision NOT NULL DEFAULT 1,
  PRIMARY KEY (series_id, ts)
) PARTITION BY RANGE (ts);
CREATE INDEX metric_point_ts ON metric_point USING brin (ts);

-- level: bucket length in seconds (60, 3600, 86400). weight = Σ n, weighted = Σ value·n, sum = Σ value.
-- Percentiles do not merge, so a day's are null until the worker has read its points.
CREATE TABLE metric_rollup (
  series_id bigint           NOT NULL,
  level     integer          NOT NULL,
  bucket    timestamptz(0)   NOT NULL,
  points    integer          NOT NULL,
  weight    double precision NOT NULL,
  weighted  double precision NOT NULL,
  sum       double precision NOT NULL,
  min       double precision NOT NULL,
  max       double precision NOT NULL,
  last      double precision NOT NULL,
  p50       double precision,
  p95       double precision,
  PRIMARY KEY (series_id, level, bucket)
);

-- Marked by the statement that writes the points; claimed and recomputed by the worker. A queue, not a set: a batch
-- that marks an hour never waits for the worker that is recomputing it.
CREATE TABLE dirty_bucket (
  id        bigint         GENERATED ALWAYS AS IDENTITY,
  series_id bigint         NOT NULL,
  hour      timestamptz(0) NOT NULL,
  min_ts    timestamptz(3) NOT NULL,
  PRIMARY KEY (series_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Days whose percentiles are out of date: dense days, read again at most every half minute.
CREATE TABLE dirty_day (
  series_id bigint         NOT NULL,
  day       timestamptz(0) NOT NULL,
  PRIMARY KEY (series_id, day)
);

-- Two evaluators at once cannot open the same alert twice.
CREATE UNIQUE INDEX alert_live_fingerprint ON alert (project_id, fingerprint) WHERE state <> 'resolved';

-- The audit log only grows.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_event is append-only';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- How often in a row the facts behind an automatic flag were found false: at two the flag goes by itself (T9).
CREATE TABLE flag_recovery (
  project_id  uuid    NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  stage_key   text    NOT NULL,
  evaluations integer NOT NULL,
  PRIMARY KEY (project_id, stage_key)
);
