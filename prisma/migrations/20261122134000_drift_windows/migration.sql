-- A year of weeks of each of hundreds of features: the picture of drift reads some features' newest windows.
CREATE INDEX "fact_drift_window_idx" ON "fact" ("project_id", (data ->> 'reference'), "at" DESC, "id")
  WHERE kind = 'drift-results' AND removed_at IS NULL;
