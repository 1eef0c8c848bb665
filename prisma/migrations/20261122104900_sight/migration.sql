-- Training runs carry many parameters and metrics: what the law counts of them must not read them all.
CREATE INDEX "fact_test_set_idx" ON "fact" ("project_id", (data ->> 'datasetVersion'))
  WHERE kind = 'training-runs' AND removed_at IS NULL AND (data ->> 'usesTestSet') = 'true';
CREATE INDEX "fact_baseline_run_idx" ON "fact" ("project_id", "at" DESC)
  WHERE kind = 'training-runs' AND removed_at IS NULL AND (data ->> 'baseline') = 'true';
