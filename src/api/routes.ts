import { type ApiDocument, describeApi } from "#api/openapi.ts";
import { type Route, rawRoute } from "#api/route.ts";
import { activityRoutes } from "#api/v1/activity.ts";
import { alertRoutes } from "#api/v1/alerts.ts";
import { annotationRoutes } from "#api/v1/annotations.ts";
import { channelRoutes } from "#api/v1/channels.ts";
import { commentRoutes } from "#api/v1/comments.ts";
import { criterionRoutes } from "#api/v1/criteria.ts";
import { documentRoutes } from "#api/v1/documents.ts";
import { factRoutes } from "#api/v1/facts.ts";
import { fileRoutes } from "#api/v1/files.ts";
import { inboundRoutes } from "#api/v1/inbound.ts";
import { jobRoutes } from "#api/v1/jobs.ts";
import { lifecycleRoutes } from "#api/v1/lifecycle.ts";
import { meRoutes } from "#api/v1/me.ts";
import { memberRoutes } from "#api/v1/members.ts";
import { metricRoutes } from "#api/v1/metrics.ts";
import { modelCardRoutes } from "#api/v1/model-cards.ts";
import { projectRoutes } from "#api/v1/projects.ts";
import { retrainingRoutes } from "#api/v1/retraining.ts";
import { seriesRoutes } from "#api/v1/series.ts";
import { shareRoutes } from "#api/v1/shares.ts";
import { stageRoutes } from "#api/v1/stages.ts";
import { tokenRoutes } from "#api/v1/tokens.ts";
import { transferRoutes } from "#api/v1/transfers.ts";
import { triggerRoutes } from "#api/v1/triggers.ts";
import { userRoutes } from "#api/v1/users.ts";

/** Every route of /api/v1. The router, the OpenAPI document and the authorization test are made from it. */
export const ROUTES: readonly Route[] = [
  rawRoute({
    method: "GET",
    path: "/openapi.json",
    tag: "First things",
    summary: "This document",
    needs: "anyone",
    responseMedia: "application/json",
    status: 200,
    handle: async () =>
      new Response(JSON.stringify(apiDocument()), {
        headers: { "content-type": "application/json", "cache-control": "no-cache" },
      }),
  }),
  ...meRoutes,
  ...projectRoutes,
  ...stageRoutes,
  ...commentRoutes,
  ...criterionRoutes,
  ...factRoutes,
  ...triggerRoutes,
  ...documentRoutes,
  ...shareRoutes,
  ...modelCardRoutes,
  ...metricRoutes,
  ...inboundRoutes,
  ...seriesRoutes,
  ...annotationRoutes,
  ...alertRoutes,
  ...activityRoutes,
  ...fileRoutes,
  ...memberRoutes,
  ...tokenRoutes,
  ...channelRoutes,
  ...userRoutes,
  ...lifecycleRoutes,
  ...transferRoutes,
  ...retrainingRoutes,
  ...jobRoutes,
];

let made: ApiDocument | undefined;

export function apiDocument(): ApiDocument {
  made ??= describeApi(ROUTES);
  return made;
}
