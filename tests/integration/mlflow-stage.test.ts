import { afterAll, describe, expect, test } from "vitest";
import { disconnect } from "#server/db.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { getStageView } from "#server/stage-view.ts";
import { stageOf } from "#stages/registry.ts";
import { serviceToken } from "../support/api.ts";
import { ask } from "../support/mlflow-rows.ts";
import { documentFor, finish, move, prove, save, stateOf, type Team, team } from "../support/project.ts";

/* A training moves stage 6 from in progress to a gate that asks only for the sign-off. */

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

type Told = {
  metrics?: Record<string, number>;
  tags?: Record<string, string>;
  name?: string;
  params?: Record<string, string>;
};

async function started(tier: 1 | 2): Promise<{ given: Team; token: string }> {
  const given = await team(tier);
  for (const key of ["business-case", "success-criteria", "data-selection", "data-bias", "data-pipeline"])
    await finish(given, key);
  await move(given.as.ML, "model", "start");
  await save(given, "model", documentFor(given, "model"), given.as.ML);
  return { given, token: await serviceToken(given.people.LD, given.project.slug, ["ingest"]) };
}

function client(given: Team, token: string) {
  const { slug } = given.project;
  const post = async (at: string, body: object) => {
    const answer = await ask(token, slug, "POST", `/mlflow/${at}`, { body });
    expect([at, answer.status]).toEqual([at, 200]);
    return answer.body;
  };
  const pairs = (named: Record<string, string> = {}) => Object.entries(named).map(([key, value]) => ({ key, value }));
  return {
    post,
    /** A run from its start to its end, with its data set and its commit, as any training logs it. */
    async train({ metrics = {}, tags = {}, name = "boosting", params = {} }: Told): Promise<string> {
      const git = { "mlflow.source.git.commit": "b7f3a91c0d" };
      const { run } = await post("runs/create", {
        experiment_id: "0",
        run_name: name,
        tags: pairs({ ...git, ...tags }),
      });
      const run_id = run.info.run_id;
      const values = Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: 1, step: 0 }));
      await post("runs/log-batch", { run_id, metrics: values, params: pairs(params) });
      await post("runs/log-inputs", { run_id, datasets: [TRAINING] });
      await ask(token, slug, "PUT", `/mlflow-artifacts/artifacts/0/${run_id}/artifacts/model/model.pkl`, {
        body: "weights",
      });
      await post("runs/update", { run_id, status: "FINISHED", end_time: Date.now() });
      return run_id;
    },
    async register(run_id: string): Promise<void> {
      await post("registered-models/create", { name: "claims" });
      await post("model-versions/create", {
        name: "claims",
        run_id,
        source: `mlflow-artifacts:/0/${run_id}/artifacts/model`,
      });
      await post("registered-models/alias", { name: "claims", alias: "candidate", version: "1" });
    },
  };
}

const TRAINING = {
  tags: [{ key: "mlflow.data.context", value: "training" }],
  dataset: { name: "claims", digest: "2981c147", source_type: "code", source: "{}", profile: '{"num_rows": 9000}' },
};

async function open(given: Team): Promise<string[]> {
  const { gate } = await getStageView(given.as.LD, "model");
  return gate.requirements.filter(({ met }) => !met).map(({ key }) => key);
}

describe("stage 6", { timeout: 240_000 }, () => {
  test("at tier 1, by a training that knows nothing of Throughline: only the sign-off is left", async () => {
    const { given, token } = await started(1);
    for (const item of stageOf("model").checklist)
      if (item.key === "6.7" || item.key === "6.9") await prove(given, "model", item); // nobody but people says that
    expect(await stateOf(given, "model")).toBe("in_progress");
    expect(await open(given)).not.toEqual([]);
    const mlflow = client(given, token);
    await mlflow.train({ name: "baseline", metrics: { accuracy: 0.6 } });
    const run = await mlflow.train({ metrics: { accuracy: 0.9 }, params: { depth: "6" } });
    await mlflow.register(run);
    expect(await open(given)).toEqual([]);
    await move(given.as.ML, "model", "submit");
    await move(given.as.LD, "model", "approve");
    expect(await stateOf(given, "model")).toBe("done");
  });

  test("at tier 2, with what MLflow has no field for in tags: nobody brings any evidence", async () => {
    const { given, token } = await started(2);
    const before = await open(given);
    expect(before).toContain("G6.1");
    const mlflow = client(given, token);
    await mlflow.train({ name: "baseline", metrics: { "test/model": 0.5, "test/model.high": 0.52 } });
    await mlflow.train({ name: "shallow", metrics: { "test/model": 0.8 }, params: { depth: "3" } });
    const metrics = {
      "test/model": 0.86,
      "test/model.low": 0.84,
      "test/model.high": 0.88,
      ...slice("north"),
      ...slice("south"),
    };
    await mlflow.register(await mlflow.train({ metrics, params: { depth: "6" }, tags: TAGS }));
    const left = await open(given);
    const { checklist } = await getStageView(given.as.LD, "model");
    const unmet = checklist.filter(({ required, met }) => required && !met).map(({ key }) => key);
    expect(unmet.filter((key) => key !== "6.6")).toEqual([]); // a decision that people sign
    expect(left.filter((key) => key.startsWith("G6."))).toEqual([]);
  });
});

function slice(name: string): Record<string, number> {
  return { [`test/model/${name}`]: 0.83, [`test/model/${name}.n`]: 900, [`test/model/${name}.guardrail`]: 0.7 };
}

const SECTIONS = [
  ...["details", "intended_use", "factors", "metrics", "evaluation_data", "training_data"],
  ...["ethical_considerations", "caveats", "licence"],
];
const TAGS = {
  "throughline.test.invariance.A changed name changes nothing": "passed",
  "throughline.test.unit.Model code": '{"passed": true, "link": "https://git.example.org/merge/41"}',
  "throughline.test.reproducibility.Another seed": '{"passed": true, "delta": 0}',
  ...Object.fromEntries(SECTIONS.map((name) => [`throughline.card.${name}`, `What is to be said about ${name}.`])),
  ...Object.fromEntries([1, 2, 3].map((i) => [`throughline.ml_test.model_${i}`, "1 runs every night"])),
};
