import type { Context, Hono } from "hono";
import { artefactRoutes } from "#api/mlflow/artefacts.ts";
import { noEndpoint } from "#api/mlflow/errors.ts";
import { experimentRoutes } from "#api/mlflow/experiments.ts";
import { loggedModelRoutes } from "#api/mlflow/logged-models.ts";
import { modelVersionRoutes } from "#api/mlflow/model-versions.ts";
import { registeredModelRoutes } from "#api/mlflow/registered-models.ts";
import type { MlflowRoute } from "#api/mlflow/route.ts";
import { runRoutes } from "#api/mlflow/runs.ts";

export const MLFLOW_ROUTES: readonly MlflowRoute[] = [
  ...experimentRoutes,
  ...runRoutes,
  ...loggedModelRoutes,
  ...registeredModelRoutes,
  ...modelVersionRoutes,
  ...artefactRoutes,
];

/** Where its addresses begin under /api. */
export const MLFLOW_DOOR = "/mlflow/";
const BASE = `/api${MLFLOW_DOOR}:slug`;
/** Its user interface and some libraries ask below the second. */
const PREFIXES = ["/api/2.0", "/ajax-api/2.0"];
/** Whose behaviour the endpoints follow. */
const LIKE_VERSION = "3.11.1";

/** MLFLOW_TRACKING_URI is `<address>/api/mlflow/<project>`. Whatever is not there is said in JSON, or clients stumble. */
export function mountMlflow(api: Hono): void {
  for (const { method, path, answer } of MLFLOW_ROUTES)
    for (const prefix of PREFIXES)
      api.on(method, BASE + prefix + path.replaceAll(/\{(\w+)\}/g, ":$1"), ({ req }) =>
        answer({ request: req.raw, params: req.param() }),
      );
  api.get(`${BASE}/version`, (context) => context.text(LIKE_VERSION));
  api.get(`${BASE}/health`, (context) => context.text("OK"));
  api.get(BASE, toRuns);
  api.get(`${BASE}/`, toRuns);
  api.all("/api/mlflow/*", ({ req }) => noEndpoint(req.raw));
}

/** The address that the client prints under each run leads people to a page. */
function toRuns(context: Context): Response {
  return context.redirect(`/projects/${encodeURIComponent(context.req.param("slug") ?? "")}/facts/training-runs`);
}
