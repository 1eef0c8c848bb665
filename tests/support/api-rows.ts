/* For each route a request that would work, and who is refused by the verb after the door let them in. */
import { randomUUID } from "node:crypto";
import type { Principal, World } from "./api-world.ts";
import { LINK_ITEM } from "./api-world.ts";

export type Row = {
  /** What stands in the path for the names in braces, beside the slug. */
  params?: Record<string, string>;
  query?: string;
  body?: () => unknown;
  /** The law is narrower than the permission: refused with 403 inside the verb. */
  narrower?: (principal: Principal) => boolean;
  /** Undoes the effect, as the lead. */
  undo?: string;
};

const holds = (principal: Principal, role: string) =>
  principal.is === "administrator" || principal.is === "service"
    ? role === "PM" || role === "ML"
    : principal.is === "person" && principal.roles.some((each) => each === role);
const notAny =
  (...roles: string[]) =>
  (principal: Principal) =>
    !roles.some((role) => holds(principal, role));
const byToken = ({ is }: Principal) => is === "person";

const stage = { stage: "business-case" };

const SOURCE = {
  ...{ name: "Matrix source", role: "primary", required: true, kind: "table", access: "granted", legal: "cleared" },
  ...{ personalData: "none", availableAtPredictionTime: true },
};

export function rowsOf(world: World): Record<string, Row> {
  const { ids, people, exported } = world.here;
  return {
    "POST /projects/{slug}/exports": { body: () => ({ artefacts: false }) },
    "GET /projects/{slug}/exports": {},
    "GET /projects/{slug}/exports/{id}": { params: { id: ids.export } },
    "GET /projects/{slug}/exports/{id}/file": { params: { id: ids.export } },
    "POST /imports": { body: () => new Uint8Array(exported) },
    "GET /imports/{id}": { params: { id: ids.import } },
    "POST /imports/{id}/start": { params: { id: ids.import }, body: () => ({}) },
    "DELETE /imports/{id}": { params: { id: ids.spareImport } },
    "GET /openapi.json": {},
    "GET /me": {},
    "GET /projects": {},
    "POST /projects": { body: () => ({ name: `Matrix ${randomUUID().slice(0, 8)}` }) },
    "GET /portfolio": {},
    "GET /inbox": {},
    "GET /projects/{slug}/data-sources": {},
    "POST /projects/{slug}/data-sources": { body: () => ({ ...SOURCE }), narrower: notAny("PM", "ML", "LD") },
    "POST /projects/{slug}/data-sources/bulk": {
      body: () => ({ items: [{ ...SOURCE, key: randomUUID() }] }),
      narrower: notAny("PM", "ML", "LD"),
    },
    "POST /projects/{slug}/data-sources/import": {
      body: () =>
        `key,name,role,required,kind,access,legal,personalData,availableAtPredictionTime\n${randomUUID()},Warehouse,label,yes,table,granted,cleared,none,no`,
      narrower: notAny("PM", "ML", "LD"),
    },
    "GET /projects/{slug}/data-sources/export": {},
    "GET /projects/{slug}/data-sources/{key}": { params: { key: "matrix-source" } },
    "PATCH /projects/{slug}/data-sources/{key}": {
      params: { key: "matrix-source" },
      body: () => ({ owner: randomUUID() }),
      narrower: notAny("PM", "ML", "LD"),
    },
    "DELETE /projects/{slug}/data-sources/{key}": {
      params: { key: "matrix-source" },
      narrower: notAny("PM", "ML", "LD"),
      undo: "POST /projects/{slug}/data-sources/matrix-source/restore",
    },
    "POST /projects/{slug}/data-sources/{key}/restore": {
      params: { key: "matrix-source" },
      narrower: notAny("PM", "ML", "LD"),
    },
    "GET /projects/{slug}/model-cards/{key}/markdown": { params: { key: "matrix-card" } },
    "PUT /projects/{slug}/model-cards/{key}/markdown": {
      params: { key: "matrix-card" },
      body: () => `# Card\n\n## Metrics\n\n${randomUUID()}\n`,
      narrower: notAny("PM", "ML", "LD", "RV"),
    },
    "GET /projects/{slug}/model-cards/{key}/pdf": { params: { key: "matrix-card" } },
    "GET /projects/{slug}/datasheets/{key}/markdown": { params: { key: "matrix-sheet" } },
    "GET /projects/{slug}/datasheets/{key}/pdf": { params: { key: "matrix-sheet" } },
    "GET /projects/{slug}/documents/{document}/markdown": { params: { document: "report" } },
    "GET /projects/{slug}/documents/{document}/pdf": { params: { document: "overview" } },
    "GET /projects/{slug}/shares": {},
    "POST /projects/{slug}/shares": {
      body: () => ({
        document: "report",
        audience: "Steering committee",
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      }),
    },
    "DELETE /projects/{slug}/shares/{id}": { params: { id: ids.share } },
    "GET /projects/{slug}": {},
    "PATCH /projects/{slug}": { body: () => ({ summary: randomUUID() }) },
    "POST /projects/{slug}/archive": { undo: "POST /projects/{slug}/unarchive" },
    "POST /projects/{slug}/unarchive": {},
    "DELETE /projects/{slug}": { undo: "POST /projects/{slug}/restore" },
    "POST /projects/{slug}/restore": {},
    "GET /projects/{slug}/stages/{stage}": { params: stage },
    "PUT /projects/{slug}/stages/{stage}": {
      params: stage,
      body: () => ({ version: 0, document: {} }),
      narrower: notAny("PM", "ML", "LD"),
    },
    "PATCH /projects/{slug}/stages/{stage}": { params: stage, body: () => ({ dueOn: "2031-01-01" }) },
    "POST /projects/{slug}/stages/{stage}/transitions": {
      params: stage,
      body: () => ({ verb: "block", reason: "No data", blockedBy: "Finance", expectedUntil: "2031-01-01" }),
      narrower: notAny("PM", "ML", "LD"),
    },
    "PUT /projects/{slug}/stages/{stage}/checklist/{item}": {
      params: { ...stage, item: LINK_ITEM },
      body: () => ({ state: "done", evidence: { kind: "link", url: "https://example.org/again" } }),
    },
    "DELETE /projects/{slug}/evidence/{id}": { params: { id: ids.evidence } },
    "GET /projects/{slug}/stages/{stage}/comments": { params: stage },
    "POST /projects/{slug}/stages/{stage}/comments": { params: stage, body: () => ({ body: "Said" }) },
    "POST /projects/{slug}/comments/{id}/resolve": { params: { id: ids.comment } },
    "GET /projects/{slug}/criteria": {},
    "POST /projects/{slug}/criteria": {
      body: () => ({
        key: `k_${randomUUID().slice(0, 8)}`,
        name: "Another",
        kind: "model",
        direction: "gte",
        target: 1,
        series: { name: "another" },
      }),
    },
    "GET /projects/{slug}/criteria/{key}": { params: { key: "recall" } },
    "PATCH /projects/{slug}/criteria/{key}": { params: { key: "recall" }, body: () => ({ name: randomUUID() }) },
    "GET /projects/{slug}/criteria/{key}/changes": { params: { key: "recall" } },
    "GET /projects/{slug}/criteria/{key}/evaluations": { params: { key: "recall" } },
    "DELETE /projects/{slug}/criteria/{key}": { params: { key: "recall" }, query: "?reason=Replaced" },
    "POST /projects/{slug}/metrics": {
      body: () => ({ series: { name: "matrix" }, points: [[Date.now() - 60_000, Math.random()]] }),
    },
    "GET /projects/{slug}/inbound": {},
    "GET /projects/{slug}/inbound/{id}": { params: { id: ids.inbound } },
    "GET /projects/{slug}/arrivals": {},
    "POST /projects/{slug}/inbound/try": {
      body: () => ({ format: "cloudevents", payload: { specversion: "1.0", id: "1", source: "x", type: "lunch" } }),
    },
    "POST /projects/{slug}/hooks/{format}": { params: { format: "github" }, narrower: byToken },
    "GET /projects/{slug}/series": {},
    "GET /projects/{slug}/series/{series}/points": { params: { series: ids.series } },
    "GET /projects/{slug}/annotations": {},
    "POST /projects/{slug}/annotations": { body: () => ({ text: "Christmas" }) },
    "DELETE /projects/{slug}/annotations/{id}": { params: { id: ids.annotation } },
    "GET /projects/{slug}/alerts": {},
    "GET /projects/{slug}/alerts/{id}": { params: { id: ids.alert } },
    "POST /projects/{slug}/alerts/drill": { body: () => ({}), narrower: notAny("ML", "LD") },
    "POST /projects/{slug}/retrain-triggers/{key}/pull": {
      params: { key: "matrix-trigger" },
      body: () => ({ reason: "New prices since Monday" }),
      narrower: notAny("ML", "LD"),
    },
    "POST /projects/{slug}/alerts/{id}/acknowledge": { params: { id: ids.alert }, body: () => ({}) },
    "POST /projects/{slug}/alerts/{id}/snooze": {
      params: { id: ids.alert },
      body: () => ({ until: new Date(Date.now() + 3_600_000).toISOString() }),
    },
    "POST /projects/{slug}/alerts/{id}/resolve": { params: { id: ids.alert }, body: () => ({ note: "Done" }) },
    "GET /projects/{slug}/activity": {},
    "POST /projects/{slug}/files": { query: "?name=a.txt", body: () => "words" },
    "GET /projects/{slug}/files/{id}": { params: { id: ids.file } },
    "GET /projects/{slug}/members": {},
    "PUT /projects/{slug}/members/{userId}": {
      params: { userId: people.VW.userId },
      body: () => ({ roles: ["VW"] }),
    },
    "DELETE /projects/{slug}/members/{userId}": { params: { userId: people.spare.userId } },
    "GET /projects/{slug}/tokens": {},
    "POST /projects/{slug}/tokens": { body: () => ({ name: "Another" }), narrower: byToken },
    "DELETE /projects/{slug}/tokens/{id}": { params: { id: ids.token } },
    "GET /projects/{slug}/channels": {},
    "POST /projects/{slug}/channels": {
      body: () => ({ kind: "webhook", name: "Another", address: "https://example.org/hook", types: ["alert.opened"] }),
    },
    "GET /projects/{slug}/channels/{id}": { params: { id: ids.channel } },
    "PATCH /projects/{slug}/channels/{id}": { params: { id: ids.channel }, body: () => ({ name: randomUUID() }) },
    "DELETE /projects/{slug}/channels/{id}": { params: { id: ids.channel } },
    "POST /projects/{slug}/channels/{id}/pause": { params: { id: ids.channel }, body: () => ({ paused: false }) },
    "POST /projects/{slug}/channels/{id}/secret": { params: { id: ids.channel } },
    "POST /projects/{slug}/channels/{id}/test": { params: { id: ids.channel } },
    "GET /projects/{slug}/channels/{id}/deliveries": { params: { id: ids.channel } },
    "POST /projects/{slug}/channels/{id}/deliveries/send-again": { params: { id: ids.channel } },
    "GET /projects/{slug}/channels/{id}/deliveries/{delivery}": { params: { id: ids.channel, delivery: ids.delivery } },
    "POST /projects/{slug}/channels/{id}/deliveries/{delivery}/send-again": {
      params: { id: ids.channel, delivery: ids.delivery },
    },
    "GET /projects/{slug}/lifecycle": {},
    "POST /projects/{slug}/lifecycle": { body: () => ({ verb: "pause", reason: "The budget is frozen" }) },
    "GET /jobs": {},
    "POST /jobs/run-again": { body: () => ({ task: "points" }) },
    "POST /jobs/dismiss": { body: () => ({ task: "points" }) },
    "PUT /projects/{slug}/retraining-target": {
      body: () => ({
        ...{ kind: "webhook", address: "https://train.example.org/start", secret: "a-secret-of-two-sides" },
        ...{ automatic: false, answerHours: 24 },
      }),
    },
    "GET /projects/{slug}/retraining-target": {},
    "DELETE /projects/{slug}/retraining-target": {},
    "GET /projects/{slug}/retraining-requests": {},
    // the run that the pulled trigger queued before there was a target
    "POST /projects/{slug}/retraining-requests": { body: () => ({ run: "run-1" }), narrower: notAny("ML", "LD") },
    "GET /users": {},
    "POST /users": { body: () => ({ email: `${randomUUID()}@example.org`, name: "New Person" }) },
    "GET /users/{userId}": { params: { userId: people.PM.userId } },
    "POST /users/{userId}/tokens": {
      params: { userId: people.PM.userId },
      body: () => ({ name: "Another" }),
      narrower: byToken,
    },
  };
}
