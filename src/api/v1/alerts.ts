import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery } from "#api/v1/lists.ts";
import { instantText } from "#domain/storable-time.ts";
import { ALERT_KINDS, ALERT_STATES } from "#domain/vocabulary.ts";
import { snoozeAlert } from "#server/alert-snooze.ts";
import { acknowledgeAlert, alertNoteSchema, getAlert, listAlerts, resolveAlert } from "#server/alerts.ts";
import { drillSchema, fireTestAlert } from "#server/fire-drills.ts";

const tag = "Alerts";

const alertSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    severity: z.string(),
    state: z.string(),
    title: z.string(),
    detail: z.string(),
    criterion: z.string().nullable().meta({ description: "Key of the criterion, where it is about one." }),
    ownerId: z.string().nullable(),
    openedAt: z.date(),
    lastAt: z.date(),
    occurrences: z.number(),
    acknowledgedAt: z.date().nullable(),
    acknowledgedBy: z.string().nullable(),
    resolvedAt: z.date().nullable(),
    resolvedBy: z.string().nullable(),
    resolution: z.string().nullable(),
    snoozedUntil: z.date().nullable().meta({ description: "Until then nobody is reminded of it." }),
  })
  .meta({ id: "Alert" });

const eventSchema = z.object({
  what: z.string(),
  actorId: z.string().nullable(),
  note: z.string().nullable(),
  at: z.date(),
});

export const alertRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/alerts",
    tag,
    summary: "Alerts, newest first",
    needs: { permission: "project.read" },
    query: z.object({
      state: z
        .enum([...ALERT_STATES, "live"])
        .optional()
        .meta({ description: "live: whatever is not resolved." }),
      kind: z.enum(ALERT_KINDS).optional(),
      ...listQuery,
    }),
    response: listOf(alertSchema),
    handle: (access, { query }) => listAlerts(access, query),
  }),
  route({
    method: "GET",
    path: "/projects/{slug}/alerts/{id}",
    tag,
    summary: "One alert with what happened to it",
    needs: { permission: "project.read" },
    response: alertSchema.extend({ events: z.array(eventSchema) }).meta({ id: "AlertHistory" }),
    handle: (access, { params }) => getAlert(access, params.id),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/alerts/drill",
    tag,
    summary: "Fires a test alert",
    description:
      "It goes the way of every alert, marked as a drill (kind `drill`), and counts in no health and no gate. Acknowledging it ends it; the fire drill of stage 9 keeps when, and by whom. One at a time.",
    needs: { permission: "fact.record" },
    body: drillSchema,
    response: z.object({ alert: z.string(), drill: z.string(), answerWithinMinutes: z.number() }),
    status: 201,
    handle: (access, { body }) => fireTestAlert(access, body, "api"),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/alerts/{id}/acknowledge",
    tag,
    summary: "Somebody has it: reminders stop, the alert stays",
    needs: { permission: "alert.handle" },
    body: z.strictObject({ note: alertNoteSchema.optional() }),
    response: alertSchema,
    handle: (access, { params, body }) => acknowledgeAlert(access, params.id, body.note),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/alerts/{id}/snooze",
    tag,
    summary: "Nobody is reminded of it until a time; it stays as it is. Null wakes it",
    needs: { permission: "alert.handle" },
    body: z.strictObject({ until: instantText().nullable() }),
    response: z.object({ until: z.date().nullable() }),
    handle: (access, { params, body }) => snoozeAlert(access, params.id, body.until ? new Date(body.until) : null),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/alerts/{id}/resolve",
    tag,
    summary: "Resolves by hand, with a note",
    needs: { permission: "alert.handle" },
    body: z.strictObject({ note: alertNoteSchema.optional() }),
    response: alertSchema,
    handle: (access, { params, body }) => resolveAlert(access, params.id, body.note ?? ""),
  }),
];
