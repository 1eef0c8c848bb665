/**
 * What a project is made of, table by table, parents before children: export and import read nothing else. A table that
 * is neither here nor among what stays behind fails tests/integration/transfer-tables.test.ts.
 */
export type Part = {
  table: string;
  /** Which of its rows, `t`, are the project's, $1. */
  of: string;
  order: string;
  /** Columns that stay behind; the import fills them by the table's default. */
  leaves?: readonly string[];
  /** Columns that hold a series: numbered from 1 in the file, because numbers here mean nothing elsewhere. */
  series?: { id: string } | { ids: string };
  /** What the import writes instead of what the file says. :project and :import are their new ids. */
  forced?: Readonly<Record<string, string>>;
};

const OWN = "t.project_id = $1";
const OF_CRITERION = "t.criterion_id in (select id from criterion where project_id = $1)";
const OF_SERIES = "t.series_id in (select id from numbered)";
const SERIES = { id: "series_id" };
/** Where an artefact's bytes lie is decided here, never by a file. */
const BLOB_OF_PATH = ":project || '/' || encode(sha256(convert_to(r.path, 'UTF8')), 'hex')";

export const PARTS: readonly Part[] = [
  own("stage", "key"),
  own("stage_transition", "at, id"),
  own("stage_visit", "entered_at, id"),
  own("checklist_answer", "stage_key, item_key"),
  own("stored_file", "uploaded_at, id"),
  { ...own("sign_off", "at, id"), leaves: ["import_id"], forced: { import_id: ":import::uuid" } },
  own("evidence", "added_at, id"),
  own("comment", "at, id"),
  { ...own("series", "id"), series: { id: "id" } },
  { ...own("criterion", "position, id"), series: SERIES },
  { table: "criterion_change", of: OF_CRITERION, order: "at, id" },
  { table: "criterion_evaluation", of: OF_CRITERION, order: "criterion_id, window_end" },
  own("alert", "opened_at, id"),
  { table: "alert_event", of: "t.alert_id in (select id from alert where project_id = $1)", order: "at, id" },
  own("annotation", "at, id"),
  // what came is kept with what it became; the bytes as they came may hold anything and are forgotten after a month anyway
  { ...own("inbound_event", "received_at, id"), leaves: ["payload"] },
  own("fact", "kind, key"),
  own("lifecycle_change", "at, id"),
  own("flag_recovery", "stage_key"),
  own("drift_window", "reference, day"),
  own("retrain_dispatch", "asked_at, id", "t.state <> 'waiting'"),
  own("mlflow_experiment", "id"),
  own("mlflow_run", "id"),
  own("mlflow_metric", "run_id, key, step, timestamp"),
  own("mlflow_latest_metric", "run_id, key"),
  own("mlflow_logged_model", "id"),
  own("mlflow_model_metric", "model_id, key, dataset_name, dataset_digest"),
  own("mlflow_registered_model", "name"),
  own("mlflow_model_version", "name, version"),
  { ...own("mlflow_artefact", "path"), leaves: ["blob"], forced: { blob: BLOB_OF_PATH } },
  { ...own("audit_event", "at, id"), leaves: ["import_id"], forced: { import_id: ":import::uuid" } },
  { table: "metric_point", of: OF_SERIES, order: "series_id, ts", series: SERIES },
  { table: "metric_rollup", of: OF_SERIES, order: "series_id, level, bucket", series: SERIES },
  // what is stored and not yet rolled up, so that the import owes its charts and criteria the same work
  {
    table: "dirty_bucket",
    of: "t.series_ids && (select array_agg(id) from numbered)",
    order: "hour, min_ts, id",
    leaves: ["id"],
    series: { ids: "series_ids" },
  },
  { table: "dirty_day", of: OF_SERIES, order: "series_id, day", series: SERIES },
];

/** The row of the project itself, and its people, are handled by name. */
export const PROJECT: Part = {
  table: "project",
  of: "t.id = $1",
  order: "id",
  leaves: ["id", "deleted_at"],
  forced: { id: ":project::uuid", slug: "'importing-' || :project", deleted_at: "null" },
};
export const BY_PEOPLE = ["member", "imported_person"];

const OF_THE_HOUSE = "belongs to the installation, not to one project";
const OF_A_PERSON = "belongs to a person or a session";
const A_SECRET = "is a secret or leads to one";

/** What stays behind, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  organisation: OF_THE_HOUSE,
  portfolio_stat: OF_THE_HOUSE,
  lease: OF_THE_HOUSE,
  job_worker: OF_THE_HOUSE,
  job_run: OF_THE_HOUSE,
  rate_limit: OF_THE_HOUSE,
  idempotency_key: OF_THE_HOUSE,
  user: OF_A_PERSON,
  session: OF_A_PERSON,
  account: OF_A_PERSON,
  verification: OF_A_PERSON,
  star: OF_A_PERSON,
  api_token: A_SECRET,
  hook_secret: A_SECRET,
  share_link: A_SECRET,
  channel: A_SECRET,
  retrain_target: A_SECRET,
  outbox_event: "is on its way to channels, which stay behind",
  delivery: "is on its way to channels, which stay behind",
  delivery_attempt: "is on its way to channels, which stay behind",
  project_summary: "is computed anew from the rest",
  counter_state: "is the last reading of senders that go on sending to the original",
  project_transfer: "is about this installation’s files",
};

function own(table: string, order: string, and?: string): Part {
  return { table, of: and ? `${OWN} and ${and}` : OWN, order };
}
