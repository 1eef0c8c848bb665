import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { db, disconnect } from "#server/db.ts";
import { addFact } from "#server/fact-changes.ts";
import { closePointsPool } from "#server/points/pool.ts";
import type { FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { call, personalToken } from "../support/api.ts";
import { addMember, makePerson, makeTeam } from "../support/people.ts";

const FILE = `---
language: en # of the texts
license: apache-2.0
x_internal:
  owners: [mara, tomas]
pipeline_tag: text-classification
---

# Fraud card

## Model details

Gradient boosting.

## Citation

Nobody yet.
`;

let token: string;
let viewer: string;
let base: string;
let given: Awaited<ReturnType<typeof makeTeam>>;
const record = async (kind: string, key: string, data: FactData) => {
  const access = await authorize(given.people.ML, given.project.slug, "fact.record");
  return addFact(access, factKindOf(kind), { key, data });
};
const put = (key: string, body: string, query = "", by = token) =>
  call("PUT", `${base}/${key}/markdown${query}`, { token: by, body, headers: { "content-type": "text/markdown" } });
const get = (key: string) => call("GET", `${base}/${key}/markdown`, { token });

beforeEach(async () => {
  given = await makeTeam();
  const looking = await makePerson("Vera View");
  await addMember(given.project.slug, given.people.LD, looking, ["VW"]);
  token = await personalToken(given.people.ML);
  viewer = await personalToken(looking);
  base = `/projects/${given.project.slug}/model-cards`;
  await record("model-versions", "m1", { tag: "m1", standing: "candidate" });
});
afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

describe("a model card as Markdown", () => {
  test("is previewed without being written, then kept, audited, and comes back with what nobody knows here", async () => {
    const seen = await put("m1", FILE, "?modelVersion=m1&dryRun=1");
    expect(seen).toMatchObject({
      status: 200,
      body: { exists: false, version: null, keptNames: ["language", "x_internal", "pipeline_tag"], issues: [] },
    });
    expect(seen.body.otherSections).toEqual(["Citation"]);
    expect((await get("m1")).status).toBe(404);
    expect(await put("m1", FILE, "?modelVersion=m1")).toMatchObject({ status: 200, body: { version: 1 } });
    const out = await get("m1");
    expect(out.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    expect(out.body).toBe(FILE);
    const where = { projectId: given.project.id, action: "fact.add", subject: { contains: "Fraud card" } };
    expect(await db.auditEvent.count({ where })).toBe(1);
  });

  test("goes out and comes in again without a change, results and base model included", async () => {
    await put("m1", FILE, "?modelVersion=m1");
    await record("model-metrics", "auc", { modelVersion: "m1", metric: "auc", split: "test", value: 0.731 });
    const out = await get("m1");
    expect(out.body).toContain("model-index:");
    expect(out.body).toContain("value: 0.731");
    expect(await put("m1", out.body)).toMatchObject({ status: 200, body: { version: 1 } });
    await record("model-metrics", "auc-2", { modelVersion: "m1", metric: "auc", split: "test", value: 0.742 });
    expect((await get("m1")).body).toContain("value: 0.742");
  });

  test("replaces the card: what the file lacks is taken out, what it brings is kept", async () => {
    await put("m1", FILE, "?modelVersion=m1");
    const next = "# Fraud card\n\n## Metrics\n\nAUC\n";
    const seen = await put("m1", next, "?dryRun=1");
    const changes = Object.fromEntries(
      seen.body.parts.map((part: { name: string; change: string }) => [part.name, part.change]),
    );
    expect(changes).toEqual({
      ...{ title: "same", modelVersion: "same", details: "removed", metrics: "new" },
      ...{ licence: "removed", otherSections: "removed", frontMatter: "removed" },
    });
    expect(await put("m1", next, "?version=1")).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await get("m1")).body).toBe(next);
    expect(await put("m1", FILE, "?version=1")).toMatchObject({ status: 409, body: { code: "CONFLICT" } });
  });

  test.each([
    ["results without a model", "---\nmodel-index:\n- results: []\n---\n# A\n", "?modelVersion=m1", /name is missing/],
    ["a front matter that cannot be read", "---\na: [b\n---\n# A\n", "?modelVersion=m1", /cannot be read/],
    ["no word on the model version", FILE, "", /Say which model version/],
    ["a model version that is not there", FILE, "?modelVersion=m9", /no model version/],
    ["no title", "## Metrics\n\nAUC\n", "?modelVersion=m1", /title/],
    ["a question that is none", FILE, "?modelVersion=m1&dryRun=yes", /dryRun/],
  ])("is refused with %s", async (_, text, query, words) => {
    expect(await put("m1", text, query)).toMatchObject({ status: 422, body: { detail: expect.stringMatching(words) } });
    expect((await get("m1")).status).toBe(404);
  });

  test("is not written by somebody who only looks, nor found from another project", async () => {
    expect((await put("m1", FILE, "?modelVersion=m1", viewer)).status).toBe(403);
    await put("m1", FILE, "?modelVersion=m1");
    const other = await makeTeam();
    const stranger = await personalToken(other.people.ML);
    expect((await call("GET", `${base}/m1/markdown`, { token: stranger })).status).toBe(404);
    const elsewhere = `/projects/${other.project.slug}/model-cards/m1/markdown`;
    expect((await call("GET", elsewhere, { token: stranger })).status).toBe(404);
  });

  test("stands in the API's own description", async () => {
    const { body } = await call("GET", "/openapi.json");
    const path = body.paths["/api/v1/projects/{slug}/model-cards/{key}/markdown"];
    expect(Object.keys(path)).toEqual(["get", "put"]);
    expect(path.put.requestBody.content).toHaveProperty("text/markdown");
  });
});
