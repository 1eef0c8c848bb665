import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disconnect } from "#server/db.ts";
import { work } from "#server/jobs/points.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { STAGE_KEYS } from "#stages/registry.ts";
import { ADMIN_TOKEN, call, personalToken, serviceToken } from "../support/api.ts";
import { makeTeam } from "../support/people.ts";
import { completeDocument } from "../support/stage-samples.ts";

/* Every row of the contract, asked as a script from outside would ask it. */

beforeAll(() => {
  process.env.THROUGHLINE_ADMIN_TOKEN = ADMIN_TOKEN;
});
afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const token = ADMIN_TOKEN;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
let count = 0;

async function newProject(more: object = {}) {
  const made = await call("POST", "/projects", { token, body: { name: `Contract ${++count}`, ...more } });
  expect(made.status).toBe(201);
  return made.body;
}

async function newPerson(name: string) {
  const email = `contract-${++count}@example.org`;
  const user = await call("POST", "/users", { token, body: { email, name } });
  expect(user).toMatchObject({
    status: 201,
    body: { email, name, isAdmin: false, createdAt: expect.stringMatching(ISO) },
  });
  const issued = await call("POST", `/users/${user.body.id}/tokens`, { token, body: { name: "Script" } });
  expect(issued).toMatchObject({ status: 201, body: { name: "Script", scopes: ["read", "write", "ingest"] } });
  return { id: user.body.id as string, token: issued.body.token as string };
}

async function newMember(slug: string, name: string, roles: string[]) {
  const person = await newPerson(name);
  const member = await call("PUT", `/projects/${slug}/members/${person.id}`, { token, body: { roles } });
  expect(member).toMatchObject({ status: 200, body: { userId: person.id, roles } });
  return person;
}

describe("the document", () => {
  test("is OpenAPI 3.1, open to everybody, and names every address of the contract", async () => {
    const { status, body } = await call("GET", "/openapi.json");
    expect(status).toBe(200);
    expect(body.openapi).toBe("3.1.0");
    const paths = Object.keys(body.paths);
    for (const path of [
      "/me",
      "/projects",
      "/projects/{slug}",
      "/projects/{slug}/stages/{stage}",
      "/projects/{slug}/stages/{stage}/transitions",
      "/projects/{slug}/stages/{stage}/checklist/{item}",
      "/users",
      "/users/{userId}/tokens",
      "/projects/{slug}/members/{userId}",
      "/projects/{slug}/criteria",
      "/projects/{slug}/criteria/{key}",
      "/projects/{slug}/criteria/{key}/evaluations",
      "/projects/{slug}/metrics",
      "/projects/{slug}/series",
      "/projects/{slug}/series/{series}/points",
      "/projects/{slug}/alerts",
      "/projects/{slug}/alerts/{id}/acknowledge",
      "/projects/{slug}/alerts/{id}/resolve",
      "/projects/{slug}/activity",
    ])
      expect(paths).toContain(`/api/v1${path}`);
    const ids = Object.values<Record<string, { operationId: string }>>(body.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    const date = body.components.schemas.Project.properties.createdAt;
    expect(date).toMatchObject({ type: "string", format: "date-time" });
    expect(body.components.schemas.BusinessCaseDocument.properties).toHaveProperty("framing");
  });
});

describe("who the token is", () => {
  test("a person, a service, the administrator's account", async () => {
    const { project, people } = await makeTeam();
    const person = await call("GET", "/me", { token: await personalToken(people.ML, ["read"]) });
    expect(person.body).toEqual({
      kind: "person",
      id: people.ML.userId,
      name: "Max Model",
      isAdmin: false,
      scopes: ["read"],
      project: null,
    });
    const service = await call("GET", "/me", { token: await serviceToken(people.LD, project.slug, ["ingest"]) });
    expect(service.body).toMatchObject({
      kind: "service",
      id: null,
      scopes: ["ingest"],
      project: { slug: project.slug },
    });
    const admin = await call("GET", "/me", { token });
    expect(admin.body).toMatchObject({ kind: "service", isAdmin: true, project: null });
  });
});

describe("projects", () => {
  test("are made from a name alone, read with their ten stages, and changed", async () => {
    const made = await newProject({ summary: "In short", tier: 2 });
    expect(made).toMatchObject({
      slug: `contract-${count}`,
      tier: 2,
      version: expect.any(Number),
      health: { score: null, band: "unknown", cap: null },
      journey: expect.any(Number),
      createdAt: expect.stringMatching(ISO),
    });
    expect(made.stages).toHaveLength(10);
    expect(made.stages[0]).toEqual({
      key: "business-case",
      number: 1,
      title: "Business case",
      state: "not_started",
      since: null,
    });
    expect(made.stages.map(({ key }: { key: string }) => key)).toEqual(STAGE_KEYS);
    const path = `/projects/${made.slug}`;
    const changed = await call("PATCH", path, { token, body: { version: made.version, summary: "Longer" } });
    expect(changed).toMatchObject({ status: 200, body: { summary: "Longer", version: made.version + 1 } });
    const stale = await call("PATCH", path, { token, body: { version: made.version, summary: "Lost" } });
    expect(stale).toMatchObject({ status: 409, body: { code: "CONFLICT", current: { summary: "Longer" } } });
    expect((await call("GET", path, { token })).body.summary).toBe("Longer");
  });

  test("with an address that is taken are a conflict", async () => {
    const { slug } = await newProject();
    const again = await call("POST", "/projects", { token, body: { name: "Again", slug } });
    expect(again).toMatchObject({ status: 409, body: { code: "CONFLICT", issues: [{ path: "slug" }] } });
  });

  test("are listed page by page, filtered and sorted", async () => {
    const mark = `Paged ${++count}`;
    for (const name of ["A", "B", "C"]) await newProject({ name: `${mark} ${name}` });
    const ask = (more: string) =>
      call("GET", `/projects?q=${encodeURIComponent(mark)}&sort=name&limit=2${more}`, { token });
    const first = await ask("");
    expect(first.body.items.map(({ name }: { name: string }) => name)).toEqual([`${mark} A`, `${mark} B`]);
    const second = await ask(`&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map(({ name }: { name: string }) => name)).toEqual([`${mark} C`]);
    expect(second.body.nextCursor).toBeNull();
    expect((await ask("&state=done")).body.items).toEqual([]);
    expect((await ask("&state=not_started&health=unknown&stage=business-case")).body.items).toHaveLength(2);
  });

  test.each(["limit=0", "limit=x", "state=gone", "health=purple", "sort=luck", "owner=nobody", "cursor=abc", "q=%00"])(
    "asked for with %s say what is wrong",
    async (query) => {
      expect(await call("GET", `/projects?${query}`, { token })).toMatchObject({
        status: 422,
        body: { code: "INVALID" },
      });
    },
  );

  test("are put away and brought back by their lead", async () => {
    const { project, people } = await makeTeam();
    const lead = await personalToken(people.LD);
    const path = `/projects/${project.slug}`;
    expect((await call("POST", `${path}/archive`, { token: lead })).status).toBe(204);
    expect((await call("GET", path, { token: lead })).body.archivedAt).toMatch(ISO);
    expect((await call("POST", `${path}/unarchive`, { token: lead })).status).toBe(204);
    expect((await call("DELETE", path, { token: lead })).status).toBe(204);
    expect((await call("GET", path, { token: lead })).status).toBe(404);
    expect((await call("POST", `${path}/restore`, { token: lead })).status).toBe(204);
    expect((await call("GET", path, { token: lead })).body).toMatchObject({ archivedAt: null, deletedAt: null });
  });
});

describe("a stage", () => {
  test("without a draft has version 0, and says what its gate asks", async () => {
    const { slug } = await newProject();
    const { status, body } = await call("GET", `/projects/${slug}/stages/business-case`, { token });
    expect(status).toBe(200);
    expect(body).toMatchObject({ key: "business-case", state: "not_started", version: 0, document: {}, signOffs: [] });
    expect(body.checklist[0]).toMatchObject({
      key: expect.any(String),
      label: expect.any(String),
      state: "open",
      evidence: [],
    });
    expect(body.gate.ready).toBe(false);
    expect(body.gate.requirements[0]).toMatchObject({ key: "G0.1", label: expect.any(String), met: false });
    expect(await call("GET", `/projects/${slug}/stages/stage-11`, { token })).toMatchObject({ status: 404 });
  });

  test("is saved by version: the first save starts it, a stale one gets the current draft", async () => {
    const { slug } = await newProject();
    const path = `/projects/${slug}/stages/business-case`;
    const put = (version: number, document: object) => call("PUT", path, { token, body: { version, document } });
    const first = await put(0, { affectsPeople: true });
    expect(first).toMatchObject({
      status: 200,
      body: { key: "business-case", state: "in_progress", version: 1, document: { affectsPeople: true } },
    });
    const stale = await put(0, { affectsPeople: false });
    expect(stale).toMatchObject({
      status: 409,
      body: { code: "CONFLICT", current: { version: 1, document: { affectsPeople: true }, savedBy: "a service" } },
    });
    const wrong = await put(1, { affectsPeople: "perhaps", nonsense: 1 });
    expect(wrong).toMatchObject({ status: 422, body: { code: "INVALID" } });
    expect(wrong.body.issues.map(({ path: at }: { path: string }) => at).sort()).toEqual(["affectsPeople", "nonsense"]);
    expect((await put(1, { affectsPeople: false })).body.version).toBe(2);
  });

  test("is passed by a product manager who submits and a lead who approves, never by the service account", async () => {
    const { slug } = await newProject({ tier: 1 });
    const pm = await newMember(slug, "Pia Product", ["PM"]);
    const lead = await newMember(slug, "Lea Lead", ["LD"]);
    const path = `/projects/${slug}/stages/business-case`;
    const move = (by: string, verb: string, more: object = {}) =>
      call("POST", `${path}/transitions`, { token: by, body: { verb, ...more } });

    expect(await move(pm.token, "withdraw")).toMatchObject({ status: 409, body: { code: "CONFLICT" } });
    expect(await move(pm.token, "start")).toMatchObject({
      status: 200,
      body: { key: "business-case", from: "not_started", state: "in_progress" },
    });
    const shut = await move(pm.token, "submit");
    expect(shut).toMatchObject({ status: 409, body: { code: "GATE_CLOSED", title: "The gate is closed" } });
    expect(shut.body.requirements.length).toBeGreaterThan(0);
    expect(shut.body.requirements.every(({ met }: { met: boolean }) => !met)).toBe(true);

    const document = completeDocument("business-case", 1, { userId: pm.id, affectsPeople: false }, Date.now());
    const saved = await call("PUT", path, { token: pm.token, body: { version: 0, document } });
    expect(saved.status).toBe(200);
    const byRole: Record<string, string> = { PM: pm.token, LD: lead.token };
    const { checklist } = (await call("GET", path, { token: pm.token })).body;
    for (const item of checklist.filter(({ required, kind }: never) => required && kind !== "rule")) {
      const signer = item.signers.find((role: string) => byRole[role]) ?? "PM";
      const evidence =
        item.kind === "metric" ? { kind: "metric", value: 1 } : { kind: item.kind, url: "https://example.org/proof" };
      const ticked = await call("PUT", `${path}/checklist/${item.key}`, {
        token: byRole[signer] ?? "",
        body: { state: "done", evidence: item.kind === "signoff" ? { kind: "signoff" } : evidence },
      });
      expect(ticked).toMatchObject({ status: 200, body: { key: item.key, state: "done" } });
    }
    const { gate } = (await call("GET", path, { token: pm.token })).body;
    expect(gate.requirements.filter(({ met }: { met: boolean }) => !met)).toEqual([]);
    expect(await move(pm.token, "submit")).toMatchObject({ status: 200, body: { state: "in_review" } });
    expect(await move(token, "approve")).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
    expect(await move(pm.token, "approve")).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
    expect(await move(lead.token, "approve")).toMatchObject({ status: 200, body: { state: "done", waitsFor: [] } });
    const after = (await call("GET", path, { token: pm.token })).body;
    expect(after).toMatchObject({ state: "done", gate: { ready: true } });
    expect(after.signOffs.at(-1)).toMatchObject({ role: "LD", decision: "approve", current: true });
    expect(await call("PUT", path, { token: pm.token, body: { version: after.version, document: {} } })).toMatchObject({
      status: 409,
      body: { code: "CONFLICT", current: { state: "done" } },
    });
  });

  test("blocked says by whom and until when, or is asked to", async () => {
    const { slug } = await newProject();
    const move = (body: object) => call("POST", `/projects/${slug}/stages/business-case/transitions`, { token, body });
    await move({ verb: "start" });
    expect(await move({ verb: "block" })).toMatchObject({ status: 422, body: { issues: [{ path: "reason" }] } });
    const blocked = await move({
      verb: "block",
      reason: "Waiting for data",
      blockedBy: "Finance",
      expectedUntil: "2030-01-31",
    });
    expect(blocked).toMatchObject({ status: 200, body: { state: "blocked" } });
    expect(await move({ verb: "explode" })).toMatchObject({ status: 422, body: { issues: [{ path: "verb" }] } });
  });

  test("has an owner and a date, comments, and evidence that can be taken away", async () => {
    const { project, people } = await makeTeam();
    const pm = await personalToken(people.PM);
    const path = `/projects/${project.slug}/stages/business-case`;
    const planned = await call("PATCH", path, { token: pm, body: { ownerId: people.PM.userId, dueOn: "2030-05-01" } });
    expect(planned.body).toMatchObject({ owner: { name: "Pia Product" }, dueOn: "2030-05-01", version: 0 });
    const said = await call("POST", `${path}/comments`, { token: pm, body: { body: "Wait", blocking: true } });
    expect(said).toMatchObject({ status: 201, body: { body: "Wait", blocking: true } });
    const resolved = await call("POST", `/projects/${project.slug}/comments/${said.body.id}/resolve`, { token: pm });
    expect(resolved.body.resolvedAt).toMatch(ISO);
    const talk = await call("GET", `${path}/comments`, { token: pm });
    expect(talk.body).toMatchObject({ items: [{ body: "Wait", author: "Pia Product" }], nextCursor: null });
    const { checklist } = (await call("GET", path, { token: pm })).body;
    const link = checklist.find(({ kind }: { kind: string }) => kind === "link");
    const ticked = await call("PUT", `${path}/checklist/${link.key}`, {
      token: pm,
      body: { state: "done", evidence: { kind: "link", url: "https://example.org/a" } },
    });
    const [proof] = ticked.body.evidence;
    const remove = () => call("DELETE", `/projects/${project.slug}/evidence/${proof.id}`, { token: pm });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect(await call("PUT", `${path}/checklist/nothing`, { token: pm, body: { state: "open" } })).toMatchObject({
      status: 404,
    });
  });
});

const criterion = {
  key: "recall",
  name: "Recall of fraud",
  kind: "model",
  phase: "production",
  unit: "ratio",
  direction: "gte",
  baseline: 0.6,
  target: 0.8,
  guardrail: 0.7,
  windowSeconds: 3600,
  cadenceSeconds: 3600,
  breachAfter: 1,
  mustHave: true,
  series: { name: "recall", labels: { slice: "all" } },
};

describe("the thread", () => {
  test("points move a criterion, a breach opens an alert, and the alert is handled", async () => {
    const { project, people } = await makeTeam();
    const ml = await personalToken(people.ML);
    const path = `/projects/${project.slug}`;
    const made = await call("POST", `${path}/criteria`, { token: ml, body: criterion });
    expect(made).toMatchObject({ status: 201, body: { ...criterion, state: "no_data", value: null, progress: null } });
    expect(made.body.owner).toBe(people.ML.userId);
    expect(await call("POST", `${path}/criteria`, { token: ml, body: criterion })).toMatchObject({ status: 409 });

    const hour = 3_600_000;
    const start = Math.floor(Date.now() / hour) * hour - 3 * hour;
    const points = [0.9, 0.6, 0.5].map((value, i) => [new Date(start + i * hour + 60_000).toISOString(), value, 10]);
    const sent = call("POST", `${path}/metrics?wait=20`, { token: ml, body: { series: criterion.series, points } });
    const pump = setInterval(() => void work(), 200);
    const taken = await sent.finally(() => clearInterval(pump));
    expect(taken).toMatchObject({
      status: 202,
      body: { accepted: 3, duplicates: 0, replaced: 0, refused: [], criteria: [{ key: "recall", state: "breached" }] },
    });

    const now = await call("GET", `${path}/criteria/recall`, { token: ml });
    expect(now.body).toMatchObject({ state: "breached", value: 0.5, lastPointAt: expect.stringMatching(ISO) });
    const history = await call("GET", `${path}/criteria/recall/evaluations?from=${start}`, { token: ml });
    expect(history.body.items.slice(0, 3).map(({ value }: { value: number }) => value)).toEqual([0.9, 0.6, 0.5]);
    expect(history.body.items[0].windowEnd).toBe(new Date(start + hour).toISOString());

    const series = await call("GET", `${path}/series`, { token: ml });
    expect(series.body.items).toMatchObject([
      { name: "recall", labels: { slice: "all" }, unit: "ratio", criteria: ["recall"] },
    ]);
    const chart = await call(
      "GET",
      `${path}/series/${series.body.items[0].id}/points?from=${start}&to=${start + 3 * hour}&buckets=3`,
      { token: ml },
    );
    expect(chart.body.items.at(-1)).toMatchObject({
      t: expect.stringMatching(ISO),
      n: 10,
      min: 0.5,
      max: 0.5,
      mean: 0.5,
    });

    const alerts = await call("GET", `${path}/alerts?state=open&kind=criterion`, { token: ml });
    expect(alerts.body.items).toHaveLength(1);
    const [alert] = alerts.body.items;
    expect(alert).toMatchObject({ kind: "criterion", state: "open", criterion: "recall", occurrences: 1 });
    const seen = await call("POST", `${path}/alerts/${alert.id}/acknowledge`, { token: ml });
    expect(seen).toMatchObject({ status: 200, body: { state: "acknowledged" } });
    expect(await call("POST", `${path}/alerts/${alert.id}/acknowledge`, { token: ml })).toMatchObject({ status: 409 });
    expect(await call("POST", `${path}/alerts/${alert.id}/resolve`, { token: ml })).toMatchObject({
      status: 422,
      body: { issues: [{ path: "note" }] },
    });
    const done = await call("POST", `${path}/alerts/${alert.id}/resolve`, { token: ml, body: { note: "Retrained" } });
    expect(done).toMatchObject({ status: 200, body: { state: "resolved", resolution: "Retrained" } });
    const story = await call("GET", `${path}/alerts/${alert.id}`, { token: ml });
    expect(story.body.events.map(({ what }: { what: string }) => what)).toContain("resolved");
    const inbox = await call("GET", "/inbox", { token: ml });
    expect(inbox.body).toMatchObject({ nextCursor: null });
  });

  test("a criterion is changed, its goalposts are kept, and it is removed", async () => {
    const { slug } = await newProject();
    const path = `/projects/${slug}/criteria`;
    await call("POST", path, { token, body: criterion });
    expect(await call("PATCH", `${path}/recall`, { token, body: { target: 0.85 } })).toMatchObject({
      status: 200,
      body: { target: 0.85, version: 2 },
    });
    expect(await call("PATCH", `${path}/recall`, { token, body: { target: 0.9, version: 1 } })).toMatchObject({
      status: 409,
      body: { code: "CONFLICT", current: { key: "recall", target: 0.85, version: 2, changedAt: expect.any(String) } },
    });
    expect((await call("GET", path, { token })).body.items).toMatchObject([{ key: "recall", version: 2 }]);
    expect(await call("PATCH", `${path}/recall`, { token, body: { guardrail: 0.99 } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: "guardrail" }] },
    });
    expect(await call("PATCH", `${path}/recall`, { token, body: { state: "met" } })).toMatchObject({ status: 422 });
    expect((await call("GET", `${path}/recall/changes`, { token })).body.items).toHaveLength(2);
    expect((await call("DELETE", `${path}/recall`, { token })).status).toBe(422);
    expect((await call("DELETE", `${path}/recall?reason=Replaced`, { token })).status).toBe(204);
    expect((await call("GET", path, { token })).body.items).toEqual([]);
    expect((await call("GET", `${path}/recall`, { token })).status).toBe(404);
    expect((await call("GET", `${path}/recall/changes`, { token })).body.items[0]).toMatchObject({
      after: null,
      reason: "Replaced",
    });
  });

  test("a criterion with a range is made of limits below and above", async () => {
    const { slug } = await newProject();
    const { target: _, guardrail: __, baseline: ___, ...plain } = criterion;
    const range = { direction: "range", targetLow: 0.4, targetHigh: 0.6, guardrailLow: 0.2, guardrailHigh: 0.8 };
    const made = await call("POST", `/projects/${slug}/criteria`, { token, body: { ...plain, ...range } });
    expect(made).toMatchObject({ status: 201, body: range });
  });
});

describe("points", () => {
  const series = { name: "latency" };
  const hourAgo = Date.now() - 3_600_000;

  test("are counted as accepted, duplicate or replaced, and refused alone", async () => {
    const { slug } = await newProject();
    const send = (points: unknown[]) => call("POST", `/projects/${slug}/metrics`, { token, body: { series, points } });
    expect(
      (
        await send([
          [hourAgo, 1],
          [hourAgo + 1000, 2],
        ])
      ).body,
    ).toMatchObject({ accepted: 2, duplicates: 0, replaced: 0 });
    expect(
      (
        await send([
          [hourAgo, 1],
          [hourAgo + 1000, 3],
        ])
      ).body,
    ).toMatchObject({ duplicates: 1, replaced: 1 });
    const mixed = await send([
      [hourAgo + 2000, 5],
      [hourAgo, null],
      ["yesterday", 1],
      [Date.now() + 3_600_000, 1],
      [0, 1],
    ]);
    expect(mixed.status).toBe(202);
    expect(mixed.body.accepted).toBe(1);
    expect(mixed.body.refused.map(({ index }: { index: number }) => index)).toEqual([1, 2, 3, 4]);
  });

  test("of many series come in batches", async () => {
    const { slug } = await newProject();
    const batches = ["a", "b"].map((name) => ({ series: { name, labels: { pod: "1" } }, points: [[hourAgo, 1]] }));
    const { status, body } = await call("POST", `/projects/${slug}/metrics`, { token, body: { batches } });
    expect({ status, accepted: body.accepted }).toEqual({ status: 202, accepted: 2 });
  });

  test.each([[[1, 2]], [{}], [{ series, points: 3 }], [{ points: [] }], [{ batches: {} }]])(
    "in a shape that cannot be read are refused whole: %j",
    async (body) => {
      const { slug } = await newProject();
      expect(await call("POST", `/projects/${slug}/metrics`, { token, body })).toMatchObject({
        status: 422,
        body: { code: "INVALID", issues: expect.any(Array) },
      });
    },
  );

  test("over 10,000 at once are too many", async () => {
    const { slug } = await newProject();
    const points = Array.from({ length: 10_001 }, (_, i) => [hourAgo + i, i]);
    expect(await call("POST", `/projects/${slug}/metrics`, { token, body: { series, points } })).toMatchObject({
      status: 413,
      body: { code: "TOO_LARGE" },
    });
  });

  test("sent again with the same key give the same answer, with another body a conflict", async () => {
    const { slug } = await newProject();
    const other = await newProject();
    const send = (value: number, to = slug) =>
      call("POST", `/projects/${to}/metrics`, {
        token,
        body: { series, points: [[hourAgo, value]] },
        headers: { "idempotency-key": "batch-7" },
      });
    const first = await send(1);
    expect(first.body).toMatchObject({ accepted: 1 });
    expect(await send(1)).toMatchObject({ status: 202, body: first.body });
    expect(await send(2)).toMatchObject({ status: 409, body: { code: "CONFLICT" } });
    expect((await send(2, other.slug)).body).toMatchObject({ accepted: 1 });
  });

  test("eight at once with one key are stored once", async () => {
    const { slug } = await newProject();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        call("POST", `/projects/${slug}/metrics`, {
          token,
          body: { series, points: [[hourAgo, 4]] },
          headers: { "idempotency-key": "parallel" },
        }),
      ),
    );
    expect(answers.map(({ status, body }) => [status, body.accepted])).toEqual(Array(8).fill([202, 1]));
  });

  test.each(["x", "-1", ""])("with wait=%s say what is wrong", async (wait) => {
    const { slug } = await newProject();
    expect(
      await call("POST", `/projects/${slug}/metrics?wait=${wait}`, { token, body: { series, points: [] } }),
    ).toMatchObject({ status: 422 });
  });
});

describe("people, tokens, activity", () => {
  test("members come and go, and service tokens are made and revoked", async () => {
    const { slug } = await newProject();
    const lead = await newMember(slug, "Lea Lead", ["LD"]);
    const viewer = await newMember(slug, "Vic View", ["VW"]);
    const path = `/projects/${slug}`;
    const { body } = await call("GET", `${path}/members`, { token: viewer.token });
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(["Lea Lead", "Vic View"]);
    expect((await call("DELETE", `${path}/members/${viewer.id}`, { token })).status).toBe(204);
    expect((await call("GET", path, { token: viewer.token })).status).toBe(404);
    expect((await call("DELETE", `${path}/members/${lead.id}`, { token })).status).toBe(409);

    const issued = await call("POST", `${path}/tokens`, { token, body: { name: "Serving", scopes: ["ingest"] } });
    expect(issued).toMatchObject({ status: 201, body: { scopes: ["ingest"], token: expect.stringMatching(/^tl_/) } });
    const points = { series: { name: "s" }, points: [[Date.now() - 1000, 1]] };
    const send = () => call("POST", `${path}/metrics`, { token: issued.body.token, body: points });
    expect((await send()).status).toBe(202);
    expect((await call("GET", `${path}/tokens`, { token })).body.items).toHaveLength(1);
    expect((await call("DELETE", `${path}/tokens/${issued.body.id}`, { token })).status).toBe(204);
    expect((await send()).status).toBe(401);
  });

  test("people are listed, found by words, and unique by address", async () => {
    const person = await newPerson("Zora Unique");
    const { body } = await call("GET", "/users?q=zora%20unique", { token });
    expect(body.items).toMatchObject([{ id: person.id, name: "Zora Unique" }]);
    expect((await call("GET", `/users/${person.id}`, { token })).body.email).toBe(body.items[0].email);
    const again = await call("POST", "/users", { token, body: { email: body.items[0].email, name: "Other" } });
    expect(again).toMatchObject({ status: 409, body: { issues: [{ path: "email" }] } });
  });

  test("who did what is told newest first, page by page", async () => {
    const { slug } = await newProject();
    await call("PATCH", `/projects/${slug}`, { token, body: { summary: "Changed" } });
    const first = await call("GET", `/projects/${slug}/activity?limit=1`, { token });
    expect(first.body.items[0]).toMatchObject({
      action: "project.change",
      actorKind: "service",
      at: expect.stringMatching(ISO),
    });
    const rest = await call("GET", `/projects/${slug}/activity?cursor=${first.body.nextCursor}`, { token });
    expect(rest.body.items.map(({ action }: { action: string }) => action)).toEqual(["project.create"]);
  });

  test("a moment is marked on the charts and unmarked", async () => {
    const { slug } = await newProject();
    const marked = await call("POST", `/projects/${slug}/annotations`, { token, body: { text: "Black Friday" } });
    expect(marked.status).toBe(201);
    const { body } = await call("GET", `/projects/${slug}/annotations`, { token });
    expect(body.items).toMatchObject([{ text: "Black Friday", tone: "note", annotationId: marked.body.id }]);
    expect((await call("DELETE", `/projects/${slug}/annotations/${marked.body.id}`, { token })).status).toBe(204);
  });
});
