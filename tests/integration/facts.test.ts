import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AppError } from "#domain/errors.ts";
import { type Access, authorize, authorizeOrg } from "#server/access.ts";
import { listActivity, listOrganisationActivity } from "#server/activity.ts";
import { disconnect } from "#server/db.ts";
import { writeFacts } from "#server/fact-bulk.ts";
import { addFact, changeFact, removeFact, restoreFact } from "#server/fact-changes.ts";
import { exportCsv, exportXlsx, importCsv } from "#server/fact-files.ts";
import { getFact, listFactHistory, listFacts } from "#server/facts.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { dataSelectionFacts } from "../../prisma/demo/facts/data-selection.ts";
import { stageFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { call, personalToken } from "../support/api.ts";
import { makeTeam } from "../support/people.ts";

/* The verbs of facts are one for all kinds; data sources stand for them. */

const kind = factKindOf(dataSource.kind);
const setting = { tier: 2, affectsPeople: false, at: new Date() } as const;
const source = dataSelectionFacts(setting)[0]?.data ?? {};
let ml: Access<"fact.record" | "project.read">;
let world: Awaited<ReturnType<typeof makeTeam>>;

beforeAll(async () => {
  world = await makeTeam();
  ml = await authorize(world.people.ML, world.project.slug, "fact.record", "project.read");
});
afterAll(disconnect);

describe("recording", () => {
  test("makes a key from the name, keeps the author and writes the history", async () => {
    const made = await addFact(ml, kind, { data: { ...source, name: "Auth stream" } });
    expect(made).toMatchObject({ key: "auth-stream", version: 1, recordedBy: world.people.ML.userId });
    const second = await addFact(ml, kind, { data: { ...source, name: "Auth stream" } });
    expect(second.key).toBe("auth-stream-2");
    const history = await listFactHistory(ml, made.id);
    expect(history.map(({ action, stageKey }) => [action, stageKey])).toEqual([["fact.add", "data-selection"]]);
  });

  test("names every part that is wrong, and a key that is taken", async () => {
    const refused = addFact(ml, kind, { key: "x y", data: { ...source, role: "main", rows: -1, colour: "red" } });
    await expect(refused).rejects.toMatchObject({ code: "INVALID" });
    const error: AppError = await refused.catch((thrown) => thrown);
    expect(error.details.issues?.map(({ path }) => path).sort()).toEqual(["colour", "key", "role", "rows"]);
    await addFact(ml, kind, { key: "taken", data: source });
    await expect(addFact(ml, kind, { key: "taken", data: source })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("is refused without the right, and unknown in another project", async () => {
    await expect(authorize(world.people.VW, world.project.slug, "fact.record")).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const reviewer = await authorize(world.people.RV, world.project.slug, "fact.record");
    await expect(addFact(reviewer, kind, { data: source })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const other = await makeTeam();
    const elsewhere = await authorize(other.people.ML, other.project.slug, "fact.record", "project.read");
    await addFact(ml, kind, { key: "only-here", data: source });
    await expect(getFact(elsewhere, kind, "only-here")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(removeFact(elsewhere, kind, "only-here")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("a decision stands as it was signed: nobody changes or removes it, and only its role records it", async () => {
  const { project, people } = await makeTeam();
  const setting = { tier: 3, affectsPeople: true, at: new Date() } as const;
  for (const { kind: name, key, data, by = "ML" } of [
    ...stageFacts("data-selection", setting),
    ...stageFacts("data-bias", setting),
  ])
    await addFact(await authorize(people[by], project.slug, "fact.record"), factKindOf(name), { key, data });
  const signed = factKindOf("risk-acceptances");
  const usual = stageFacts("data-bias", setting).find((fact) => fact.kind === signed.kind);
  expect(usual).toBeDefined();
  const { key = "", data = {}, by = "LD" } = usual ?? {};
  const signer = await authorize(people[by], project.slug, "fact.record");
  const other = await authorize(people[by === "LD" ? "RV" : "LD"], project.slug, "fact.record");
  for (const access of [signer, other]) {
    await expect(
      changeFact(access, signed, key, { patch: { reason: "Another reason, longer than before." } }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(removeFact(access, signed, key)).rejects.toMatchObject({ code: "CONFLICT" });
  }
  const again = [{ key, data: { ...data, reason: "Another reason, longer than before." } }];
  const bulk = await writeFacts(signer, signed, again, { origin: "api" });
  expect(bulk).toMatchObject({ changed: 0, refused: [{ index: 0 }] });
  await expect(writeFacts(other, signed, again, { origin: "api" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(addFact(other, signed, { key: "forged", data })).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("a viewer reads who recorded a fact, and not from the history what its kind may hide", async () => {
  const { project, people } = await makeTeam();
  const access = await authorize(people.ML, project.slug, "fact.record", "project.read");
  const { id } = await addFact(access, kind, { data: source });
  const viewer = await authorize(people.VW, project.slug, "project.read");
  const masked = { action: "fact.add", before: null, after: null };
  expect(await listFactHistory(viewer, id)).toMatchObject([masked]);
  expect((await listActivity(viewer, { action: "fact." })).items).toMatchObject([masked]);
  const boss = authorizeOrg({ ...people.LD, isAdmin: true }, "org.manage");
  expect((await listOrganisationActivity(boss, { action: "fact.add" })).items[0]).toMatchObject(masked);
  expect((await listActivity(access, { action: "fact." })).items).toMatchObject([{ after: { name: "Warehouse" } }]);
});

describe("changing", () => {
  test("changes parts, takes parts out, and refuses a stale version with what stands", async () => {
    const made = await addFact(ml, kind, { key: "changing", data: source });
    const changed = await changeFact(ml, kind, "changing", {
      version: made.version,
      patch: { legal: "pending", rows: null },
    });
    expect(changed.version).toBe(2);
    expect(changed.data).toMatchObject({ legal: "pending", role: "primary" });
    expect(changed.data).not.toHaveProperty("rows");
    const stale = changeFact(ml, kind, "changing", { version: 1, patch: { legal: "cleared" } });
    await expect(stale).rejects.toMatchObject({ code: "CONFLICT", details: { current: { version: 2 } } });
    const same = await changeFact(ml, kind, "changing", { version: 2, patch: { legal: "pending" } });
    expect(same.version).toBe(2);
  });

  test("a removed fact is out of every list and comes back whole", async () => {
    await addFact(ml, kind, { key: "going", data: source });
    await removeFact(ml, kind, "going");
    await expect(getFact(ml, kind, "going")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listFacts(ml, kind, { q: "going" })).items).toEqual([]);
    expect((await restoreFact(ml, kind, "going")).data).toMatchObject({ name: "Warehouse" });
  });
});

describe("many at once", () => {
  test("keeps the good, reports the bad by place, and is quiet when sent again", async () => {
    const { project, people } = await makeTeam();
    const access = await authorize(people.ML, project.slug, "fact.record", "project.read");
    const sent = [
      { key: "a", data: source },
      { key: "b", data: { ...source, role: "nonsense" } },
      { key: "c", data: source },
      { key: "a", data: source },
    ];
    const trial = await writeFacts(access, kind, sent, { origin: "api", dryRun: true });
    expect(trial).toMatchObject({ created: 2, refused: [{ index: 1 }, { index: 3 }] });
    expect((await listFacts(access, kind)).total).toBe(0);
    expect(await writeFacts(access, kind, sent, { origin: "api" })).toMatchObject({ created: 2, changed: 0 });
    const again = await writeFacts(
      access,
      kind,
      [
        { key: "a", data: source },
        { key: "c", data: { ...source, rows: 5 } },
      ],
      {
        origin: "api",
      },
    );
    expect(again).toMatchObject({ created: 0, changed: 1, unchanged: 1, refused: [] });
  });

  test("pages through all of them in order, whatever the page", async () => {
    const { project, people } = await makeTeam();
    const access = await authorize(people.ML, project.slug, "fact.record", "project.read");
    const sent = Array.from({ length: 25 }, (_, at) => ({
      key: `s${at}`,
      data: { ...source, legal: at % 2 ? "cleared" : "pending" },
    }));
    await writeFacts(access, kind, sent, { origin: "api" });
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listFacts(access, kind, { limit: 10, cursor });
      expect(page.total).toBe(25);
      seen.push(...page.items.map(({ key }) => key));
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(25);
    expect((await listFacts(access, kind, { where: { legal: "cleared" } })).total).toBe(12);
  });

  test("what goes out as CSV comes back in unchanged; bad lines are named and the good ones kept", async () => {
    const { project, people } = await makeTeam();
    const access = await authorize(people.ML, project.slug, "fact.record", "project.read");
    await writeFacts(
      access,
      kind,
      [
        { key: "one", data: { ...source, name: '=Says "hi", twice' } },
        { key: "two", data: source },
      ],
      { origin: "api" },
    );
    const csv = (await Array.fromAsync(await exportCsv(access, kind, {}))).join("");
    const token = await personalToken(people.ML);
    const sent = await call("GET", `/projects/${project.slug}/${kind.kind}/export`, { token });
    expect(sent).toMatchObject({ status: 200, body: csv });
    expect(await importCsv(access, kind, csv, false)).toMatchObject({ rows: 2, unchanged: 2, refused: [] });
    const mended = `${csv.trimEnd()}\r\nthree${",".repeat((csv.split("\r\n", 1)[0] ?? "").split(",").length - 1)}\r\n`;
    const answer = await importCsv(access, kind, mended, true);
    expect(answer).toMatchObject({ rows: 3, unchanged: 2, refusedRows: [{ line: 4 }] });
    expect(answer.refusedRows[0]?.issues.map(({ path }) => path)).toContain("role");
    const german =
      "key;name;role;required;kind;access;legal;personalData;availableAtPredictionTime\nvier;Vier;label;yes;table;granted;cleared;none;no";
    expect(await importCsv(access, kind, german, false)).toMatchObject({ created: 1, refused: [] });
    const book = await exportXlsx(access, kind, {});
    expect(new TextDecoder().decode(book.slice(0, 2))).toBe("PK");
    await expect(exportXlsx(access, kind, {}, 2)).rejects.toMatchObject({ code: "TOO_LARGE" });
    await expect(importCsv(access, kind, "what,ever\n1,2", true)).rejects.toMatchObject({ code: "INVALID" });
  });
});
