import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db, disconnect } from "#server/db.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { getStageView } from "#server/stage-view.ts";
import { serviceToken } from "../support/api.ts";
import { pythonsWith, runScript } from "../support/mlflow-python.ts";
import { type Listening, listen } from "../support/mlflow-server.ts";
import { makeTeam } from "../support/people.ts";
import { documentFor, finish, move, save, stateOf, type Team, team } from "../support/project.ts";

/* The real clients, as training code uses them, one script for both. It knows nothing of us: two variables lead it here. */

const directory = mkdtempSync(path.join(tmpdir(), "tl-mlflow-"));
process.env.THROUGHLINE_DATA_DIR = directory;

const CLIENTS = ["mlflow-skinny>=3,<4", "mlflow-skinny==2.22.*"] as const;
const PYTHONS = await pythonsWith(CLIENTS);

let server: Listening;
beforeAll(async () => {
  server = await listen();
});
afterAll(async () => {
  server.close();
  await closePointsPool();
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
});

type Seen = Record<string, unknown> & { version: string };

describe.concurrent.each(CLIENTS.map((client, index) => ({ client, python: PYTHONS[index] ?? null })))(
  "$client",
  ({ python }) => {
    test.skipIf(!python)(
      "does everything of an everyday training script, and the stages learn of it",
      { timeout: 570_000 },
      async ({ expect: expectHere }) => {
        if (!python) return;
        const { project, people } = await makeTeam();
        const token = await serviceToken(people.LD, project.slug, ["ingest"]);
        const uri = `${server.url}/api/mlflow/${project.slug}`;
        const seen = (await runScript(python, "tests/support/mlflow/everyday.py", uri, token)) as Seen;
        const isNew = seen.version.startsWith("3.");
        expectHere(seen).toEqual({ ...EXPECTED, ...(isNew ? OF_3 : OF_2), version: seen.version });
        expectHere(await factsOf(project.id)).toEqual(FACTS);
        const events = await db.inboundEvent.findMany({ where: { projectId: project.id, format: "mlflow" } });
        expectHere(events.length).toBeGreaterThan(5);
        expectHere(events.filter(({ outcome }) => outcome !== "kept")).toEqual([]);
      },
    );

    test.skipIf(!python)(
      "moves stage 6 from in progress to a gate that asks only for the sign-off, by a training that knows nothing of us",
      { timeout: 570_000 },
      async ({ expect: expectHere }) => {
        if (!python) return;
        const given = await team(1);
        for (const key of ["business-case", "success-criteria", "data-selection", "data-bias", "data-pipeline"])
          await finish(given, key);
        await move(given.as.ML, "model", "start");
        await save(given, "model", documentFor(given, "model"), given.as.ML);
        const before = await openIn(given);
        expectHere(before.items).toEqual(expectHere.arrayContaining(["6.1", "6.7", "6.9"]));
        const token = await serviceToken(given.people.LD, given.project.slug, ["ingest"]);
        await runScript(
          python,
          "tests/support/mlflow/training.py",
          `${server.url}/api/mlflow/${given.project.slug}`,
          token,
        );
        expectHere(await openIn(given)).toEqual({ items: [], requirements: [] });
        expectHere(await stateOf(given, "model")).toBe("in_progress");
        await move(given.as.ML, "model", "submit");
        await move(given.as.LD, "model", "approve");
        expectHere(await stateOf(given, "model")).toBe("done");
      },
    );
  },
);

async function openIn(given: Team) {
  const { gate, checklist } = await getStageView(given.as.LD, "model");
  return {
    items: checklist.filter(({ required, met }) => required && !met).map(({ key }) => key),
    requirements: gate.requirements.filter(({ met }) => !met).map(({ key }) => key),
  };
}

const EXPECTED = {
  artifact_location: "mlflow-artifacts:/1",
  "duplicate experiment": "RESOURCE_ALREADY_EXISTS",
  "changed param": "INVALID_PARAMETER_VALUE",
  parent: true,
  "failed run": "FAILED",
  status: "FINISHED",
  params: { C: "0.5", late: "yes", batched: "1", penalty: "l2", random_state: "7", fit_intercept: "True" },
  tags: { team: "risk", batch: "yes", "mlflow.runName": "logistic", "mlflow.note.content": "One over the rest" },
  finite: { loss: 0.2, many: 89.9, later: 0.25, "speed/p95 ms": 3.5 },
  "not finite": ["nan", "inf", "-inf"],
  dataset: [["digits", "training"]],
  history: [
    [0, 1],
    [1, 0.5],
    [2, 0.333],
    [3, 0.25],
    [4, 0.2],
  ],
  many: 900,
  text: "hello",
  "second version": "2",
  "by alias": "1",
  described: "A second look",
  "loaded predicts alike": true,
  pyfunc: 3,
  versions: ["1", "2"],
  models: ["digits-clf"],
  "no model": "RESOURCE_DOES_NOT_EXIST",
  "no run": "RESOURCE_DOES_NOT_EXIST",
  latest: ["None", "Staging"],
  searches: {
    "metrics.accuracy > 0.5": ["logistic"],
    params: ["logistic"],
    failed: ["boom"],
    nothing: [],
    child: ["child"],
    dataset: ["logistic"],
    ordered: ["child", "logistic", "boom"],
    one: ["logistic"],
    name: ["logistic"],
  },
  "bad filter": "INVALID_PARAMETER_VALUE",
  frame: 3,
  experiments: ["Default", "digits"],
  "after delete": ["boom", "logistic"],
  "log to deleted": "INVALID_PARAMETER_VALUE",
  "after restore": ["boom", "child", "logistic"],
};
const OF_2 = { artifacts: ["d.json", "model", "notes"] };
const OF_3 = { artifacts: ["d.json", "notes"], "logged models": [["model", "READY"]], "models by metric": 1 };

const FACTS = {
  runs: [
    { name: "boom", status: "failed" },
    { name: "child", status: "succeeded" },
    { name: "logistic", status: "succeeded" },
  ],
  chosen: {
    ...{ experiment: "digits", seed: 7, commit: "0123456789abcdef", dataset: { state: "draft", rows: 200 } },
    metrics: { nan: "NaN", high: "Infinity", low: "-Infinity", loss: 0.2, val_accuracy: 0.91 },
  },
  versions: [
    { tag: "digits-clf 1", standing: "champion", commit: "0123456789abcdef", hashed: true, named: true },
    { tag: "digits-clf 2", standing: "candidate", commit: "0123456789abcdef", hashed: true, named: true },
  ],
};

type Data = Record<string, never>;

/** What the project knows of it, without what differs from run to run. */
async function factsOf(projectId: string) {
  const rows = await db.fact.findMany({
    where: { projectId, removedAt: null, origin: "mlflow" },
    orderBy: { title: "asc" },
  });
  const of = (kind: string) =>
    rows.filter((row) => row.kind === kind).map(({ key, data }) => ({ key, data: data as Data }));
  const runs = of("training-runs");
  const { experiment, seed, commit, metrics, datasetVersion } =
    runs.find(({ data }) => data.name === "logistic")?.data ?? {};
  const { state, rows: count } = of("dataset-versions").find(({ key }) => key === datasetVersion)?.data ?? {};
  const measured: Record<string, unknown> = metrics ?? {};
  const { nan, high, low, loss, val_accuracy: accuracy } = measured;
  return {
    runs: runs.map(({ data: { name, status } }) => ({ name, status })),
    chosen: {
      ...{ experiment, seed, commit, dataset: { state, rows: count } },
      metrics: { nan, high, low, loss, val_accuracy: accuracy },
    },
    versions: of("model-versions").map(({ data }) => ({
      ...{ tag: data.tag, standing: data.standing, commit: data.commit },
      hashed: /^[0-9a-f]{64}$/.test(data.artefactSha256 ?? ""),
      named: data.datasetVersion === datasetVersion && runs.some(({ key }) => key === data.run),
    })),
  };
}

test("at least one real client was there", () => {
  if (PYTHONS.every((python) => python === null)) console.log("No Python with MLflow could be had; nothing was asked.");
  expect(PYTHONS).toHaveLength(2);
});
