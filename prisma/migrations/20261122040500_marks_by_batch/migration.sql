-- One mark a batch and hour instead of one a series and hour: a scrape of a thousand series writes one row, not a thousand.
-- What was marked and not yet rolled up is carried over.
ALTER TABLE dirty_bucket RENAME TO dirty_bucket_before;
ALTER INDEX dirty_bucket_pkey RENAME TO dirty_bucket_before_pkey;
CREATE TABLE dirty_bucket (
  id         bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hour       timestamptz(0) NOT NULL,
  min_ts     timestamptz(3) NOT NULL,
  series_ids bigint[]       NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
-- Random ids do not compress; trying costs more than the row.
ALTER TABLE dirty_bucket ALTER COLUMN series_ids SET STORAGE EXTERNAL;
INSERT INTO dirty_bucket (hour, min_ts, series_ids)
  SELECT hour, min(min_ts), array_agg(DISTINCT series_id) FROM dirty_bucket_before GROUP BY hour;
DROP TABLE dirty_bucket_before;
