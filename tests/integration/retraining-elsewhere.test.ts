import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { api } from "#api/app.ts";
import { authorize } from "#server/access.ts";
import { at, now } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { addFact } from "#server/fact-changes.ts";
import { makeHookSecret } from "#server/hook-secrets.ts";
import { lookAtTriggers } from "#server/jobs/evaluate-triggers.ts";
import { closePointsPool, pointsPool } from "#server/points/pool.ts";
import { deliverDispatch, noteSilence } from "#server/retraining/deliver.ts";
import { listDispatches } from "#server/retraining/dispatches.ts";
import { startRetraining } from "#server/retraining/start.ts";
import { findTarget, removeTarget, setTarget, type TargetInput } from "#server/retraining/target.ts";
import { pullTrigger } from "#server/trigger-pull.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { call, personalToken, requestFor, serviceToken } from "../support/api.ts";
import { startOtherSide } from "../support/other-side.ts";
import { auditOf, makeTeam } from "../support/people.ts";

/* Against real receivers on this machine that answer as GitHub, GitLab and others do. */

let receiver: Awaited<ReturnType<typeof startOtherSide>>;
let team: Awaited<ReturnType<typeof makeTeam>>;

beforeAll(async () => {
  receiver = await startOtherSide();
  process.env.THROUGHLINE_ALLOW_PRIVATE = "127.0.0.1";
});
beforeEach(async () => {
  team = await makeTeam();
  receiver.heard.length = 0;
  receiver.answers(204);
});
afterAll(async () => {
  delete process.env.THROUGHLINE_ALLOW_PRIVATE;
  await receiver.stop();
  await closePointsPool();
  await disconnect();
});

const SECRET = "a-secret-that-only-two-know";
const common = { secret: SECRET, automatic: true, answerHours: 6 };
const targets = {
  workflow: () => ({
    ...common,
    kind: "github-workflow",
    address: `${receiver.url}/api/v3`,
    place: "acme/fraud",
    workflow: "retrain.yml",
    ref: "main",
  }),
  event: () => ({
    ...common,
    kind: "github-dispatch",
    address: receiver.url,
    place: "acme/fraud",
    eventType: "retrain",
  }),
  gitlab: () => ({ ...common, kind: "gitlab", address: receiver.url, place: "acme/ml/fraud", ref: "main" }),
  webhook: () => ({ ...common, kind: "webhook", address: `${receiver.url}/start?x=1` }),
} satisfies Record<string, () => TargetInput>;

const may = () => authorize(team.people.ML, team.project.slug, "project.read", "fact.record", "token.manage");

/** Sets the target, asks for a run and lets the worker deliver it. */
async function askFor(target: TargetInput) {
  const access = await may();
  await setTarget(access, target);
  const { run } = await startRetraining(access, {});
  await deliver();
  return { access, run, heard: receiver.heard[0], body: JSON.parse(receiver.heard[0]?.body ?? "{}") };
}

async function deliver(): Promise<void> {
  const row = await db.retrainDispatch.findFirstOrThrow({ where: { projectId: team.project.id } });
  await deliverDispatch(row.id);
}

async function standing() {
  return (await listDispatches(await may()))[0];
}

describe("what the other side is asked", () => {
  test("GitHub: a workflow on a branch, with the run as its one input, also on an Enterprise address", async () => {
    const { run, heard, body } = await askFor(targets.workflow());
    expect(heard).toMatchObject({
      method: "POST",
      path: "/api/v3/repos/acme/fraud/actions/workflows/retrain.yml/dispatches",
      headers: {
        authorization: `Bearer ${SECRET}`,
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
      },
    });
    expect(body).toEqual({ ref: "main", inputs: { throughline_run: run } });
    expect(await standing()).toMatchObject({
      run,
      standing: "accepted",
      target: "acme/fraud, retrain.yml",
      attempts: 1,
    });
  });

  test("GitHub: a repository event, with all that is known in its payload", async () => {
    const { run, heard, body } = await askFor(targets.event());
    expect(heard).toMatchObject({ method: "POST", path: "/repos/acme/fraud/dispatches" });
    expect(body).toMatchObject({
      event_type: "retrain",
      client_payload: { correlation_id: run, run, project: team.project.slug },
    });
    // GitHub takes at most ten properties
    expect(Object.keys(body.client_payload).length).toBeLessThanOrEqual(10);
  });

  test("GitLab: a pipeline with variables; its token travels in the body only", async () => {
    receiver.answers(201, { id: 7, web_url: "https://gitlab.example/7" });
    const { run, heard, body } = await askFor(targets.gitlab());
    expect(heard).toMatchObject({ method: "POST", path: "/api/v4/projects/acme%2Fml%2Ffraud/trigger/pipeline" });
    expect(body).toEqual({
      token: SECRET,
      ref: "main",
      variables: { THROUGHLINE_RUN: run, THROUGHLINE_PROJECT: team.project.slug },
    });
    expect(await standing()).toMatchObject({ standing: "accepted" });
  });

  test("a webhook, signed over number, time and body", async () => {
    receiver.answers(200);
    const { run, heard, body } = await askFor(targets.webhook());
    const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signature } = heard?.headers ?? {};
    const right = createHmac("sha256", SECRET).update(`${id}.${time}.${heard?.body}`).digest("base64");
    expect(signature).toBe(`v1,${right}`);
    expect(heard?.path).toBe("/start?x=1");
    expect(body).toMatchObject({
      type: "retraining.requested",
      data: { correlation_id: run, project: team.project.slug },
    });
  });
});

describe("a trigger that fires by itself", () => {
  test.each([
    ["asks the other side under the firing's run", true, ["run-1"]],
    ["only queues the run where nobody wants it automatic", false, []],
  ])("%s", async (_, automatic, asked) => {
    const access = await may();
    await setTarget(access, { ...targets.workflow(), automatic });
    const hourly = { name: "Hourly", kind: "schedule", cron: "0 * * * *", enabled: true };
    await addFact(access, factKindOf("retrain-triggers"), { key: "hourly", data: hourly });
    const { id, slug } = team.project;
    const tick = new Date(Math.ceil(now().getTime() / 3_600_000) * 3_600_000);
    await Promise.all([1, 2].map(() => at(tick, () => lookAtTriggers({ id, slug }))));
    const rows = await db.retrainDispatch.findMany({ where: { projectId: id } });
    expect(rows.map(({ runKey }) => runKey)).toEqual(asked);
    for (const row of rows) await deliverDispatch(row.id);
    expect(receiver.heard.map(({ body }) => JSON.parse(body))).toEqual(
      asked.map((run) => ({ ref: "main", inputs: { throughline_run: run } })),
    );
    const run = await db.fact.findFirstOrThrow({ where: { projectId: id, kind: "retrain-runs" } });
    expect(run).toMatchObject({ key: "run-1", origin: "rule" });
    expect(rows.every(({ firing }) => firing?.startsWith("hourly-"))).toBe(true);
  });
});

describe("what the other side answers", () => {
  test.each([
    [401, "github-workflow", /token may not start it/],
    [404, "github-workflow", /repository or the workflow is not there/],
    [422, "github-workflow", /branch, the workflow or its input.*Unexpected inputs/],
    [301, "github-workflow", /leads elsewhere/],
  ])("%i is said in words and not tried again", async (status, _, words) => {
    receiver.answers(status, { message: "Unexpected inputs provided" });
    await askFor(targets.workflow());
    expect(await standing()).toMatchObject({ standing: "refused", problem: expect.stringMatching(words) });
    await deliver();
    expect(receiver.heard).toHaveLength(1);
    expect(await auditOf({ action: "retraining.refused", projectId: team.project.id })).toHaveLength(1);
  });

  test("a server that is down for a moment is asked again, the same and under the same number", async () => {
    receiver.answers(503);
    const access = await may();
    await setTarget(access, targets.webhook());
    await startRetraining(access, {});
    await expect(deliver()).rejects.toThrow(/answered 503/);
    expect(await standing()).toMatchObject({ standing: "asked", attempts: 1, problem: expect.stringContaining("503") });
    receiver.answers(202);
    await deliver();
    expect(await standing()).toMatchObject({ standing: "accepted", attempts: 2, problem: null });
    const [first, second] = receiver.heard;
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.body).toBe(first?.body);
    await deliver();
    expect(receiver.heard).toHaveLength(2);
  });

  test("after the last attempt a person decides, and may ask for the same run again", async () => {
    receiver.answers(500);
    const access = await may();
    await setTarget(access, targets.event());
    const { run } = await startRetraining(access, {});
    for (let attempt = 1; attempt < 8; attempt++) await expect(deliver()).rejects.toThrow(/answered 500/);
    await deliver();
    expect(await standing()).toMatchObject({ standing: "refused", attempts: 8 });
    receiver.answers(204);
    expect(await startRetraining(access, { run })).toEqual({ run });
    await deliver();
    expect(await standing()).toMatchObject({ run, standing: "accepted", attempts: 1 });
    await expect(startRetraining(access, { run })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(startRetraining(access, {})).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("silence is told once the time is over, and not of a run that spoke", async () => {
    const { access, run } = await askFor(targets.workflow());
    const row = await db.retrainDispatch.findFirstOrThrow({ where: { projectId: team.project.id } });
    const due = await waiting("retrain-silence", row.id);
    expect(due.getTime() - (row.acceptedAt?.getTime() ?? 0)).toBe(6 * 3_600_000);
    await at(due, () => noteSilence(row.id));
    expect(await standing()).toMatchObject({ standing: "silent" });
    expect(await auditOf({ action: "retraining.silent", projectId: team.project.id })).toMatchObject([
      { reason: expect.stringContaining("told nothing since") },
    ]);
    expect(await startRetraining(access, { run })).toEqual({ run });
    await deliver();
    await comesBack(run, "in_progress", null);
    await at(due, () => noteSilence(row.id));
    expect(await standing()).toMatchObject({ standing: "running", silentAt: null });
  });
});

describe("what comes back is known by the run that it names", () => {
  test("GitHub’s workflow_run, by the title of the run; the firing stays with it", async () => {
    const access = await may();
    await setTarget(access, targets.workflow());
    await addFact(access, factKindOf("retrain-triggers"), {
      key: "by-hand",
      data: { name: "By hand", kind: "manual", enabled: true },
    });
    const { run, firing } = await pullTrigger(access, "by-hand", { reason: "New prices since Monday" });
    await deliver();
    expect(receiver.heard).toHaveLength(1);
    await comesBack(run, "in_progress", null);
    expect(await standing()).toMatchObject({ run, firing, standing: "running" });
    await comesBack(run, "completed", "success");
    expect(await standing()).toMatchObject({ standing: "finished", runState: "evaluating" });
    const fact = await db.fact.findFirstOrThrow({
      where: { projectId: team.project.id, kind: "retrain-runs", key: run },
    });
    expect(fact.data).toMatchObject({
      firing,
      state: "evaluating",
      note: expect.stringContaining("https://github.com/acme/fraud/actions/runs/1"),
    });
  });

  test("GitLab’s pipeline event, by its variable and the hook’s own secret", async () => {
    receiver.answers(201);
    const { access, run } = await askFor(targets.gitlab());
    const { secret } = await makeHookSecret(access, "gitlab");
    const event = {
      object_kind: "pipeline",
      object_attributes: {
        id: 31,
        status: "failed",
        created_at: "2026-03-16 09:00:00 UTC",
        finished_at: "2026-03-16 09:30:00 UTC",
        url: "https://gitlab.example/31",
        variables: [{ key: "THROUGHLINE_RUN", value: run }],
      },
      project: { path_with_namespace: "acme/ml/fraud" },
    };
    const path = `/api/hooks/${team.project.slug}/gitlab`;
    const knock = (token: string) =>
      api.fetch(requestFor("POST", path, { body: event, headers: { "x-gitlab-token": token } }));
    expect((await knock("wrong")).status).toBe(401);
    expect(await (await knock(secret)).json()).toMatchObject({ outcome: "kept" });
    expect(await standing()).toMatchObject({ standing: "failed", runState: "failed" });
    const fact = await db.fact.findFirstOrThrow({ where: { projectId: team.project.id, key: run } });
    expect(fact.data).toMatchObject({ startedAt: "2026-03-16T09:00:00.000Z", endedAt: "2026-03-16T09:30:00.000Z" });
  });

  test("a run of MLflow with our tag, a CloudEvent, and the API", async () => {
    const { run } = await askFor(targets.event());
    const token = await serviceToken(team.people.LD, team.project.slug, ["ingest"]);
    const mlflow = (path: string, body: object) =>
      api.fetch(requestFor("POST", `/api/mlflow/${team.project.slug}/api/2.0/mlflow${path}`, { token, body }));
    const made = await (
      await mlflow("/runs/create", {
        experiment_id: "0",
        start_time: now().getTime(),
        tags: [{ key: "throughline.retrain_run", value: run }],
      })
    ).json();
    expect(await standing()).toMatchObject({ standing: "running" });
    await mlflow("/runs/update", { run_id: made.run.info.run_id, status: "FINISHED", end_time: now().getTime() });
    expect(await standing()).toMatchObject({ standing: "finished" });
    const event = {
      specversion: "1.0",
      id: "1",
      source: "ci",
      type: "fact.retrain-runs",
      data: { key: run, note: "by event" },
    };
    const heard = await api.fetch(
      requestFor("POST", `/api/events/${team.project.slug}`, {
        token,
        body: event,
        headers: { "content-type": "application/cloudevents+json" },
      }),
    );
    expect(heard.status).toBeLessThan(300);
    const patched = await call("PATCH", `/projects/${team.project.slug}/retrain-runs/${run}`, {
      token: await personalToken(team.people.ML),
      body: { state: "cancelled" },
    });
    expect(patched).toMatchObject({ status: 200 });
    expect(await standing()).toMatchObject({ standing: "failed", runState: "cancelled" });
  });
});

describe("where it runs", () => {
  test("the secret is sealed, never shown, and not sent to another address than it was typed for", async () => {
    const access = await may();
    await setTarget(access, targets.workflow());
    const row = await db.retrainTarget.findUniqueOrThrow({ where: { projectId: team.project.id } });
    expect(row.secret).not.toContain(SECRET);
    expect(JSON.stringify([await findTarget(access), await auditOf({ action: "retraining.target" })])).not.toContain(
      SECRET,
    );
    const { secret: _, ...without } = targets.workflow();
    await expect(setTarget(access, { ...without, answerHours: 8 })).resolves.toMatchObject({
      answerHours: 8,
      hasSecret: true,
    });
    const elsewhere = { ...without, address: "https://attacker.example" };
    await expect(setTarget(access, elsewhere)).rejects.toMatchObject({ details: { issues: [{ path: "secret" }] } });
  });

  test.each([
    [{ place: "fraud" }, "place"],
    [{ workflow: "../x" }, "workflow"],
    [{ address: "ftp://x.example" }, "address"],
    [{ address: "http://169.254.169.254" }, "address"],
  ])("%o is refused with what to change", async (patch, path) => {
    const set = setTarget(await may(), { ...targets.workflow(), ...patch });
    await expect(set).rejects.toMatchObject({
      code: "INVALID",
      details: { issues: [expect.objectContaining({ path })] },
    });
  });

  test("a rule asks only where it may; a person who pulls asks always; without a target nobody is asked", async () => {
    const access = await may();
    await addFact(access, factKindOf("retrain-triggers"), {
      key: "by-hand",
      data: { name: "By hand", kind: "manual", enabled: true },
    });
    await expect(startRetraining(access, {})).rejects.toMatchObject({ code: "CONFLICT" });
    await setTarget(access, { ...targets.workflow(), automatic: false });
    await pullTrigger(access, "by-hand", { reason: "New prices since Monday" });
    expect(await db.retrainDispatch.count({ where: { projectId: team.project.id } })).toBe(1);
    await removeTarget(access);
    await deliver();
    expect(await standing()).toMatchObject({ standing: "refused", problem: expect.stringContaining("no place") });
  });

  test("a viewer and a product manager may not set it", async () => {
    for (const person of [team.people.VW, team.people.PM])
      await expect(authorize(person, team.project.slug, "token.manage")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

async function comesBack(run: string, status: string, conclusion: string | null): Promise<void> {
  const { secret } = await makeHookSecret(await may(), "github");
  const body = JSON.stringify({
    action: status,
    workflow_run: {
      ...{ id: 1, name: "Retrain", run_number: 4, status, conclusion, display_title: `Retraining tl:${run}` },
      ...{ run_started_at: "2026-03-16T09:00:00Z", updated_at: "2026-03-16T09:30:00Z" },
      html_url: "https://github.com/acme/fraud/actions/runs/1",
    },
    repository: { full_name: "acme/fraud" },
  });
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const request = requestFor("POST", `/api/hooks/${team.project.slug}/github`, {
    body,
    headers: { "x-hub-signature-256": signature },
  });
  expect((await api.fetch(request)).status).toBe(200);
}

async function waiting(task: string, dispatchId: string): Promise<Date> {
  const { rows } = await pointsPool().query<{ at: Date }>(
    `select j.run_at as at from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = $1 and j.payload ->> 'dispatchId' = $2`,
    [task, dispatchId],
  );
  return rows[0]?.at ?? new Date(0);
}
