import { describe, expect, test } from "vitest";
import { parseFilter } from "#wire/mlflow/filter.ts";
import { parseOrder } from "#wire/mlflow/order.ts";
import {
  EXPERIMENTS,
  LOGGED_MODELS,
  MODEL_VERSIONS,
  REGISTERED_MODELS,
  RUNS,
  type SearchTarget,
} from "#wire/mlflow/search-targets.ts";

const read = (filter: string, target: SearchTarget = RUNS) =>
  parseFilter(target, filter).map(({ on, key, operator, value }) => [on, key, operator, value]);

describe("a filter of MLflow is read", () => {
  test.each<[string, unknown[][]]>([
    ["", []],
    ["   ", []],
    ["metrics.accuracy > 0.5", [["metric", "accuracy", ">", 0.5]]],
    ["metrics.accuracy>0.5", [["metric", "accuracy", ">", 0.5]]],
    ["metric.loss <= -1e-3", [["metric", "loss", "<=", -0.001]]],
    ["metrics.`val loss` != 2", [["metric", "val loss", "!=", 2]]],
    ['metrics."val/loss" = .5', [["metric", "val/loss", "=", 0.5]]],
    ["metrics.acc <> 1", [["metric", "acc", "!=", 1]]],
    ["params.lr = '0.1'", [["param", "lr", "=", "0.1"]]],
    ['params.lr = "0.1"', [["param", "lr", "=", "0.1"]]],
    ["parameters.model LIKE '%tree%'", [["param", "model", "LIKE", "%tree%"]]],
    ["params.model ilike 'RAND%'", [["param", "model", "ILIKE", "RAND%"]]],
    ["params.lr IS NULL", [["param", "lr", "IS", null]]],
    ["tags.team is  not  null", [["tag", "team", "IS NOT", null]]],
    ["tags.mlflow.parentRunId = 'abc'", [["tag", "mlflow.parentRunId", "=", "abc"]]],
    ["tags.`mlflow.source.name` != 'x'", [["tag", "mlflow.source.name", "!=", "x"]]],
    ["tag.note = 'it''s fine'", [["tag", "note", "=", "it's fine"]]],
    ["tags.note = 'a and b = c'", [["tag", "note", "=", "a and b = c"]]],
    ["status = 'FINISHED'", [["attribute", "status", "=", "FINISHED"]]],
    ["attributes.start_time >= 1664400000000", [["attribute", "start_time", ">=", 1_664_400_000_000]]],
    ["attribute.run_id IN ('a', 'b')", [["attribute", "id", "IN", ["a", "b"]]]],
    ["run_id NOT IN ('a')", [["attribute", "id", "NOT IN", ["a"]]]],
    ["`run name` = 'x'", [["attribute", "name", "=", "x"]]],
    ["datasets.context = 'train'", [["dataset", "context", "=", "train"]]],
    ["dataset.digest IN ('s8ds293b')", [["dataset", "digest", "IN", ["s8ds293b"]]]],
    [
      "metrics.a > 1 AND params.b = 'x' and tags.c LIKE '%and%'",
      [
        ["metric", "a", ">", 1],
        ["param", "b", "=", "x"],
        ["tag", "c", "LIKE", "%and%"],
      ],
    ],
  ])("%s", (filter, conditions) => {
    expect(read(filter)).toEqual(conditions);
  });

  test.each<[SearchTarget, string, unknown[]]>([
    [EXPERIMENTS, "name LIKE 'dig%'", ["attribute", "name", "LIKE", "dig%"]],
    [EXPERIMENTS, "creation_time > 5", ["attribute", "created_at", ">", 5]],
    [LOGGED_MODELS, "name = 'model'", ["attribute", "name", "=", "model"]],
    [LOGGED_MODELS, "attributes.source_run_id = 'r'", ["attribute", "source_run_id", "=", "r"]],
    [REGISTERED_MODELS, "tag.`mlflow.prompt.is_prompt` != 'true'", ["tag", "mlflow.prompt.is_prompt", "!=", "true"]],
    [MODEL_VERSIONS, "name='churn-clf'", ["attribute", "name", "=", "churn-clf"]],
    [MODEL_VERSIONS, "version_number > 2", ["attribute", "version", ">", 2]],
  ])("of $name: %s", (target, filter, condition) => {
    expect(read(filter, target)).toEqual([condition]);
  });
});

describe("what is no filter is refused as the caller's fault", () => {
  test.each([
    "metrics.accuracy",
    "metrics.accuracy >",
    "metrics.accuracy > 'high'",
    "metrics.accuracy ~ 1",
    "metrics.accuracy LIKE 'x'",
    "metrics.a > 1 OR metrics.b > 1",
    "metrics.a > 1 AND",
    "params.lr = 0.1",
    "params.lr > '0.1'",
    "params.lr IN ('a')",
    "params.lr = 'open",
    "tags.a IS 'x'",
    "nothing = 'x'",
    "unknown.a = 'x'",
    "constructor = 'x'",
    "attributes.start_time = 'x'",
    "run_id IN ()",
    "run_id IN ('a'",
    "datasets.size = 'x'",
    "status = 'x'; drop table mlflow_run",
    "(metrics.a > 1)",
    `name = '${"x".repeat(11_000)}'`,
  ])("%s", (filter) => {
    expect(() => parseFilter(RUNS, filter)).toThrow(expect.objectContaining({ code: "INVALID" }));
  });

  test("datasets are not what a registered model has", () => {
    expect(() => parseFilter(REGISTERED_MODELS, "datasets.name = 'x'")).toThrow("registered models have");
  });
});

describe("an order is read", () => {
  test.each([
    ["metrics.acc DESC", { on: "metric", key: "acc", type: "number", ascending: false }],
    ["metrics.`val acc` asc", { on: "metric", key: "val acc", type: "number", ascending: true }],
    ["params.lr", { on: "param", key: "lr", type: "text", ascending: true }],
    ["attributes.start_time DESC", { on: "attribute", key: "start_time", type: "number", ascending: false }],
    ["start_time", { on: "attribute", key: "start_time", type: "number", ascending: true }],
    ["tags.mlflow.runName DESC", { on: "tag", key: "mlflow.runName", type: "text", ascending: false }],
  ])("%s", (clause, order) => {
    expect(parseOrder(RUNS, [clause])).toEqual([order]);
  });

  test.each(["metrics.acc DOWN", "acc DESC", "", "metrics.acc DESC, params.x", "datasets.name"])(
    "%j is refused",
    (clause) => {
      expect(() => parseOrder(RUNS, [clause])).toThrow(expect.objectContaining({ code: "INVALID" }));
    },
  );
});
