import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { changeCriterion } from "#server/criterion-changes.ts";
import { db, disconnect } from "#server/db.ts";
import { addFact, changeFact } from "#server/fact-changes.ts";
import { listMovedGoalposts } from "#server/moved-goalposts.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { loadProjectRecord } from "#server/project-record.ts";
import { findSeriesPreview } from "#server/series-preview.ts";
import { framingRevision } from "#stages/business-case/framing-revision.ts";
import { valueRevision } from "#stages/business-case/value-revision.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageDocument } from "#stages/field.ts";
import { finish, move, save, stateOf, type Team, team } from "../support/project.ts";
import { completeDocument, withAnswer } from "../support/stage-samples.ts";

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const HOUR_MS = 3_600_000;

describe("the history of framing and value", () => {
  let given: Team;
  const start = Date.now() - 100 * HOUR_MS;
  const full = completeDocument("business-case", 2);
  const saveAt = (hours: number, document: StageDocument, as = given.as.LD) =>
    at(new Date(start + hours * HOUR_MS), () => save(given, "business-case", document, as));
  const history = async () => (await loadProjectRecord(db, given.project.id)).facts;
  const targets = async () =>
    (await history()).of(framingRevision).map(({ data }) => `${data.revision} ${data.framing.predictionTarget}`);
  const aiming = (target: string) => withAnswer(full, "framing.predictionTarget", target);

  beforeAll(async () => {
    given = await team(2);
  });

  test("begins with the first answer, and completing it is no other revision", async () => {
    const { framing: _, ...unframed } = full;
    await saveAt(0, unframed);
    expect(await targets()).toEqual([]);
    await saveAt(5, { ...unframed, framing: { predictionTarget: "Fraud in a week" } });
    await saveAt(10, aiming("Fraud in a week"));
    expect(await targets()).toEqual(["1 Fraud in a week"]);
    expect((await history()).of(valueRevision)).toHaveLength(1);
  });

  test("one sitting of one person is one revision, whoever comes later opens another", async () => {
    await saveAt(20, aiming("Length of stay"));
    await saveAt(20.2, aiming("Length of stay in days"));
    expect(await targets()).toEqual(["2 Length of stay in days", "1 Fraud in a week"]);
    const [latest] = (await history()).of(framingRevision);
    expect(latest?.data.changed).toEqual(["Prediction target"]);
    await saveAt(20.4, aiming("Fraud in a month"), given.as.ML);
    expect(await targets()).toEqual(["3 Fraud in a month", "2 Length of stay in days", "1 Fraud in a week"]);
  });

  test("what is taken back within the sitting was no revision", async () => {
    await saveAt(30, aiming("Fraud in a year"));
    await saveAt(30.1, aiming("Fraud in a month"));
    expect((await targets())[0]).toBe("3 Fraud in a month");
    await saveAt(32, { ...aiming("Fraud in a month"), benefitMonthly: 1_000_000 });
    expect(await targets()).toHaveLength(3);
    const [value] = (await history()).of(valueRevision);
    expect(value?.data).toMatchObject({
      revision: 2,
      changed: ["Benefit a month"],
      value: { benefitMonthly: 1_000_000 },
    });
  });

  test("is written by nobody's hand", async () => {
    const access = await authorize(given.people.LD, given.project.slug, "fact.record");
    const data = { summary: "x", revision: 9, framing: {} };
    await expect(addFact(access, factKindOf("framing-revisions"), { data })).rejects.toMatchObject({
      code: "GATE_CLOSED",
    });
  });
});

describe("what is known of stages 1 and 2 afterwards", () => {
  let given: Team;

  beforeAll(async () => {
    given = await team(2);
    await finish(given, "business-case");
    await finish(given, "success-criteria");
  }, 60_000);

  test("a broken assumption sends the business case back by B1.6", async () => {
    const access = await authorize(given.people.LD, given.project.slug, "fact.record");
    const kind = factKindOf("assumptions");
    expect(await stateOf(given, "business-case")).toBe("done");
    await changeFact(access, kind, "volume-stays", { patch: { state: "broken" } });
    expect(await stateOf(given, "business-case")).toBe("needs_attention");
    const where = { projectId: given.project.id, verb: "flag" };
    expect(await db.stageTransition.findFirst({ where })).toMatchObject({ stageKey: "business-case", rule: "B1.6" });
  });

  test("a limit moved after modelling began is told with its reason; one moved before is not", async () => {
    const access = await authorize(given.people.LD, given.project.slug, "criterion.edit", "project.read");
    await move(given.as.LD, "success-criteria", "reopen", { reason: "Look again at the target" });
    await changeCriterion(access, "net_loss", { target: 0.9 }, "Before");
    expect(await listMovedGoalposts(access)).toEqual([]);
    await move(given.as.LD, "model", "start", { reason: "The proof of concept begins before the data is whole" });
    await changeCriterion(access, "net_loss", { name: "Net loss of the bank" }, "Only its name");
    await changeCriterion(access, "net_loss", { target: 0.85 }, "Easier to reach");
    expect(await listMovedGoalposts(access)).toMatchObject([
      { key: "net_loss", reason: "Easier to reach", before: { target: 0.9 }, after: { target: 0.85 } },
    ]);
  });

  test("a series shows its last days before a criterion is wired to it", async () => {
    const access = await authorize(given.people.LD, given.project.slug, "project.read");
    const preview = await findSeriesPreview(access, { name: "net_loss", labels: {} });
    expect(preview?.values.at(-1)).toEqual(expect.any(Number));
    expect(preview?.lastPointAt).toBeInstanceOf(Date);
    expect(await findSeriesPreview(access, { name: "net_loss", labels: { region: "eu" } })).toBeNull();
  });
});
