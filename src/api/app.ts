import { type Context, Hono } from "hono";
import { answerAuth } from "#api/auth-door.ts";
import { readinessAnswer } from "#api/health.ts";
import { mountMlflow } from "#api/mlflow/mount.ts";
import { answerOwnMetrics } from "#api/own-metrics.ts";
import { problemOf } from "#api/problem.ts";
import { spendRequest } from "#api/rate.ts";
import { askable, json, type Route } from "#api/route.ts";
import { ROUTES } from "#api/routes.ts";
import { calledBy } from "#api/wire/door.ts";
import { WIRE_ROUTES } from "#api/wire/routes.ts";
import { AppError } from "#domain/errors.ts";
import type { Actor } from "#server/access.ts";
import { actsByCookie, requireActor } from "#server/actor.ts";
import { requireOwnOrigin } from "#server/origin.ts";

/** The machine door: everything under /api, whichever server stands around it. */
export const api: Hono = new Hono();

api.get("/api/health/live", () => json(200, { status: "live" }));
api.get("/api/health/ready", () => readinessAnswer());
api.get("/metrics", ({ req }) => answerOwnMetrics(req.raw));
api.all("/api/auth/*", ({ req }) => answerAuth(req.raw));
for (const route of ROUTES)
  api.on(route.method, `/api/v1${route.path.replaceAll(/\{(\w+)\}/g, ":$1")}`, (context) => answer(route, context));
for (const route of WIRE_ROUTES)
  api.on(route.method, `/api${route.path.replaceAll(/\{(\w+)\}/g, ":$1")}`, (context) =>
    route.answer(calledBy(context)),
  );
mountMlflow(api);

api.notFound(({ req }) => {
  const detail = `There is nothing at ${req.method} ${req.path}. What there is: /api/v1/openapi.json`;
  return problemOf(new AppError("NOT_FOUND", detail));
});
api.onError((error) => problemOf(error));

async function answer(route: Route, { req }: Context): Promise<Response> {
  const request = req.raw;
  const actor = route.needs === "anyone" ? null : await callerOf(request, route);
  const query = request.url.includes("?") ? new URL(request.url).searchParams : NO_QUERY;
  return route.answer({ request, actor, params: askable(req.param()), query });
}

const NO_QUERY = new URLSearchParams();

/** By cookie, a write must come from a page of ours: its Origin says so, and its type is one that no form can send. */
async function callerOf(request: Request, route: Route): Promise<Actor> {
  const { headers } = request;
  const actor = await requireActor(headers);
  if (!route.uncounted) spendRequest(actor);
  if (actsByCookie(headers) && route.method !== "GET") {
    requireOwnOrigin(headers);
    if (route.body && !/^application\/json\s*(;|$)/i.test(headers.get("content-type") ?? "application/json"))
      throw new AppError("FORBIDDEN", "Send the body as application/json.");
  }
  return actor;
}
