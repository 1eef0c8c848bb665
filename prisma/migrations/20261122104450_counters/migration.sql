-- What is known of counters that are read as they add up (OTLP), so that each addition becomes one point, once, whichever
-- process reads it. Like points it is plain SQL. stream: a hash of what names the counter; started: nanoseconds, as sent.
CREATE TABLE counter_state (
  project_id uuid             NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  stream     text             NOT NULL,
  started    double precision NOT NULL,
  last_read  double precision NOT NULL,
  amounts    double precision[] NOT NULL,
  seen_at    timestamptz(3)   NOT NULL,
  PRIMARY KEY (project_id, stream, started)
) WITH (fillfactor = 70);
CREATE INDEX counter_state_seen ON counter_state USING brin (seen_at);

-- Counts of one UTC day in the bins of a drift reference, gathered from histograms. Told as a fact now and then.
CREATE TABLE drift_window (
  project_id uuid             NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  reference  text             NOT NULL,
  day        timestamptz(0)   NOT NULL,
  last_at    timestamptz(3)   NOT NULL,
  counts     double precision[] NOT NULL,
  told       double precision[],
  told_at    timestamptz(3),
  PRIMARY KEY (project_id, reference, day)
);
