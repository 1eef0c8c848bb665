import type { WireFormat } from "#wire/heard.ts";

type Place = { origin: string; slug: string; secret: string };

export type Connection = {
  format: WireFormat;
  /** Where its address begins under /api; shown only where something answers there. */
  door: string;
  /** What it brings, in one sentence. */
  brings: string;
  /** Where the lines go. */
  into: string;
  /** What is asked for in the lines: a token, or a webhook's secret. */
  by: "token" | "secret";
  lines(place: Place): string;
};

/** What stands in the lines until somebody makes a token. */
export const TOKEN_HERE = "$THROUGHLINE_TOKEN";
export const SECRET_HERE = "(make the secret first)";

/** What to copy, format by format: settings of the tools that people have, and no package of ours. */
export const CONNECTIONS: readonly Connection[] = [
  {
    format: "mlflow",
    door: "/mlflow/",
    brings: "Training runs with parameters and metrics, models and their versions become facts of stage 6.",
    into: "The shell in which you train",
    by: "token",
    lines: ({ origin, slug, secret }) =>
      lines(
        `export MLFLOW_TRACKING_URI=${origin}/api/mlflow/${slug}`,
        `export MLFLOW_TRACKING_TOKEN=${secret}`,
        "python train.py",
      ),
  },
  {
    format: "otlp",
    door: "/otlp/",
    brings: "Metrics of the service that answers become series, on which criteria and monitors stand.",
    into: "The environment of the service",
    by: "token",
    lines: ({ origin, slug, secret }) =>
      lines(
        `export OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=${origin}/api/otlp/${slug}/v1/metrics`,
        `export OTEL_EXPORTER_OTLP_METRICS_HEADERS="authorization=Bearer%20${secret}"`,
        "export OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http/protobuf",
      ),
  },
  {
    format: "prometheus",
    door: "/prometheus/",
    brings: "Samples that Prometheus scraped anyway become series.",
    into: "prometheus.yml",
    by: "token",
    lines: ({ origin, slug, secret }) =>
      lines(
        "remote_write:",
        `  - url: ${origin}/api/prometheus/${slug}/api/v1/write`,
        `    authorization: { credentials: ${secret} }`,
      ),
  },
  {
    format: "openlineage",
    door: "/openlineage/",
    brings: "Runs of pipelines, what they read and wrote, and checks of the contract become facts of stage 5.",
    into: "The environment of Airflow, Spark, dbt or Flink",
    by: "token",
    lines: ({ origin, slug, secret }) =>
      lines(
        `export OPENLINEAGE_URL=${origin}/api/openlineage/${slug}/`,
        `export OPENLINEAGE_API_KEY=${secret}`,
        "export OPENLINEAGE_NAMESPACE=default",
      ),
  },
  {
    format: "evidently",
    door: "/evidently/",
    brings: "Verdicts on drift become facts of stage 9, tests of the solution of stage 8, and every number a point.",
    into: "The script that makes the report",
    by: "token",
    lines: ({ origin, slug, secret }) =>
      lines(
        "from evidently.ui.workspace import RemoteWorkspace",
        `workspace = RemoteWorkspace("${origin}", secret="${secret}")`,
        `workspace.create_project("${slug}").add_run(report.run(current, reference))`,
      ),
  },
  {
    format: "cloudevents",
    door: "/events/",
    brings: "An event whose type ends in fact.<kind> is that fact of any stage; one that ends in points brings points.",
    into: "Whatever sends webhooks, or a shell",
    by: "token",
    lines: ({ origin, slug, secret }) =>
      lines(
        `curl ${origin}/api/events/${slug} -H "Authorization: Bearer ${secret}" \\`,
        '  -H "Content-Type: application/cloudevents+json" -d \'{"specversion": "1.0", "id": "1", "source": "ci",',
        '  "type": "points", "data": {"series": {"name": "recall"}, "points": [["2026-03-16T09:00:00Z", 0.74]]}}\'',
      ),
  },
  {
    format: "github",
    door: "/hooks/{slug}/github",
    brings: "Workflows that retrain, train, test end to end or rehearse a rollback become facts of their stages.",
    into: "GitHub, settings of the repository, webhooks: only the event “Workflow runs”",
    by: "secret",
    lines: ({ origin, slug, secret }) =>
      lines(
        `Payload URL:   ${origin}/api/hooks/${slug}/github`,
        "Content type:  application/json",
        `Secret:        ${secret}`,
      ),
  },
  {
    format: "gitlab",
    door: "/hooks/{slug}/gitlab",
    brings: "Pipelines that were started from here come back as the retraining runs that asked for them.",
    into: "GitLab, settings of the project, webhooks: only “Pipeline events”",
    by: "secret",
    lines: ({ origin, slug, secret }) =>
      lines(`URL:           ${origin}/api/hooks/${slug}/gitlab`, `Secret token:  ${secret}`),
  },
  {
    format: "mlflow-webhook",
    door: "/hooks/{slug}/mlflow",
    brings: "For teams that keep their own MLflow: registered versions and the aliases champion and challenger.",
    into: "A notebook beside your MLflow",
    by: "secret",
    lines: ({ origin, slug, secret }) =>
      lines(
        'mlflow.MlflowClient().create_webhook(name="throughline",',
        `  url="${origin}/api/hooks/${slug}/mlflow", secret="${secret}",`,
        '  events=["model_version.created", "model_version_alias.created"])',
      ),
  },
];

function lines(...all: string[]): string {
  return all.join("\n");
}
