import { afterAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import {
  type EvidenceInput,
  evidenceSchema,
  type ItemChange,
  itemChangeSchema,
  removeEvidence,
  setItem,
} from "#server/checklists.ts";
import { at } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { storeFile } from "#server/files.ts";
import { getStageView } from "#server/stage-view.ts";
import { auditOf } from "../support/people.ts";
import {
  finish,
  move,
  prepare,
  save,
  submit,
  type Team,
  team,
  textOf,
  trio,
  userOf,
  type Worker,
} from "../support/project.ts";

afterAll(disconnect);

const CASE = "business-case";
const DAY_MS = 86_400_000;
const LINK = { kind: "link", url: "https://wiki.example.org/budget" } as const;
const METRIC = { kind: "metric", value: 0.52, unit: "recall" } as const;
const RUN = { kind: "run", url: "https://ci.example.org/7", status: "passed" } as const;

describe("ticking an item", () => {
  test.each<[string, string, string, EvidenceInput]>([
    ["a link", CASE, "1.8", LINK],
    ["a metric", CASE, "1.3", METRIC],
    ["a run", "data-pipeline", "5.2", RUN],
  ])("with %s keeps the evidence and writes the audit", async (_, stage, item, evidence) => {
    const given = await team();
    await setItem(given.as.ML, stage, item, { state: "done", evidence });
    expect(await itemOf(given, stage, item)).toMatchObject({
      state: "done",
      met: true,
      updatedBy: "Max Model",
      evidence: [{ kind: evidence.kind, addedBy: "Max Model", validUntil: null }],
    });
    expect(await auditOf({ action: "item.tick", projectId: given.project.id })).toMatchObject([
      { stageKey: stage, subjectId: item, before: null, after: { state: "done", evidence: [evidence] } },
    ]);
  });

  test("with a file of the same project, and never with one of another", async () => {
    const [given, other] = [await team(), await team()];
    const file = await storeFile(given.as.ML, "alternatives.md", textOf("# Do nothing"));
    const evidence = { kind: "file", fileId: file.id } as const;
    await setItem(given.as.PM, CASE, "1.9", { state: "done", evidence });
    expect(await itemOf(given, CASE, "1.9")).toMatchObject({
      met: true,
      evidence: [{ file: { name: "alternatives.md", sha256: file.sha256 }, url: expect.stringContaining(file.id) }],
    });
    await expect(setItem(other.as.PM, CASE, "1.9", { state: "done", evidence })).rejects.toMatchObject({
      code: "INVALID",
      details: { issues: [{ path: "evidence.fileId" }] },
    });
    expect(await db.evidence.count({ where: { projectId: other.project.id } })).toBe(0);
  });

  test.each<[string, ItemChange]>([
    ["no evidence at all", { state: "done" }],
    ["evidence of another kind", { state: "done", evidence: METRIC }],
    ["a sign-off where a link belongs", { state: "done", evidence: { kind: "signoff" } }],
  ])("with %s is refused, and nothing stays behind", async (_, change) => {
    const given = await shared();
    await expect(setItem(given.as.PM, CASE, "1.8", change)).rejects.toMatchObject({ code: "INVALID" });
    expect(await db.evidence.count({ where: { projectId: given.project.id } })).toBe(0);
    expect(await db.checklistAnswer.count({ where: { projectId: given.project.id } })).toBe(0);
  });

  test("does not raise the stage's version", async () => {
    const given = await team();
    await save(given, CASE, { urgency: 4 });
    await setItem(given.as.PM, CASE, "1.8", { state: "done", evidence: LINK });
    expect((await getStageView(given.as.LD, CASE)).version).toBe(1);
  });

  test("twice without anything new writes nothing", async () => {
    const given = await team();
    await setItem(given.as.PM, CASE, "1.8", { state: "done", evidence: LINK });
    await setItem(given.as.PM, CASE, "1.8", { state: "done" });
    expect(await auditOf({ action: "item.tick", projectId: given.project.id })).toHaveLength(1);
  });

  test("of an item that the rules compute is refused", async () => {
    const { as } = await shared();
    for (const state of ["done", "open"] as const)
      await expect(setItem(as.LD, CASE, "1.2", { state, evidence: LINK })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("of an item or a stage that is none is not found", async () => {
    const { as } = await shared();
    for (const [stage, item] of [
      [CASE, "9.9"],
      [CASE, "__proto__"],
      ["nothing", "1.8"],
    ] as const)
      await expect(setItem(as.LD, stage, item, { state: "open" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is not for viewers, nor for strangers", async () => {
    const { people, project } = await shared();
    await expect(authorize(people.VW, project.slug, "evidence.add")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(people.outsider, project.slug, "evidence.add")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is refused while the stage is in review, and so is taking evidence away", async () => {
    const given = await trio(2);
    await prepare(given, CASE);
    await submit(given, CASE);
    await expect(setItem(given.as.PM, CASE, "1.8", { state: "open" })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { current: { state: "in_review" } },
    });
    const { id } = await db.evidence.findFirstOrThrow({ where: { projectId: given.project.id } });
    await expect(removeEvidence(given.as.PM, id)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("evidence", () => {
  test("expires by the clock, and its item opens again with it", async () => {
    const given = await team();
    await setItem(given.as.PM, CASE, "1.8", { state: "done", evidence: { ...LINK, validDays: 30 } });
    const added = (await db.evidence.findFirstOrThrow({ where: { projectId: given.project.id } })).addedAt.getTime();
    const met = (days: number) =>
      at(new Date(added + days * DAY_MS), async () => (await itemOf(given, CASE, "1.8"))?.met);
    expect([await met(0), await met(29.99), await met(30), await met(31)]).toEqual([true, true, false, false]);
    const [later] = [new Date(added + 31 * DAY_MS)];
    await expect(at(later, () => setItem(given.as.PM, CASE, "1.8", { state: "open" }))).resolves.toBeTruthy();
    await expect(at(later, () => setItem(given.as.PM, CASE, "1.8", { state: "done" }))).rejects.toMatchObject({
      code: "INVALID",
    });
    await at(later, () => setItem(given.as.PM, CASE, "1.8", { state: "done", evidence: LINK }));
    expect(await at(later, async () => (await itemOf(given, CASE, "1.8"))?.met)).toBe(true);
  });

  test("that expires shuts the gate of a stage in review", async () => {
    const given = await trio(2);
    await prepare(given, CASE);
    const { id } = await db.evidence.findFirstOrThrow({ where: { projectId: given.project.id, itemKey: "1.8" } });
    await removeEvidence(given.as.PM, id);
    await setItem(given.as.PM, CASE, "1.8", { state: "done", evidence: { ...LINK, validDays: 1 } });
    await submit(given, CASE);
    const later = new Date(Date.now() + 2 * DAY_MS);
    await expect(at(later, () => move(given.as.LD, CASE, "approve"))).rejects.toMatchObject({
      code: "GATE_CLOSED",
      details: { requirements: [{ key: "G0.2" }] },
    });
  });

  test("is taken away by its id, once, and never through another project", async () => {
    const [given, other] = [await team(), await team()];
    await setItem(given.as.PM, CASE, "1.8", { state: "done", evidence: [LINK, METRIC] });
    const found = (await itemOf(given, CASE, "1.8"))?.evidence.find(({ kind }) => kind === "link");
    const id = found?.id ?? "";
    await expect(removeEvidence(other.as.LD, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(removeEvidence(given.as.LD, "1 or 1=1")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await removeEvidence(given.as.LD, id);
    await expect(removeEvidence(given.as.LD, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await itemOf(given, CASE, "1.8")).toMatchObject({ met: false, evidence: [{ kind: "metric" }] });
    expect(await auditOf({ action: "evidence.remove", subjectId: id })).toMatchObject([{ before: { url: LINK.url } }]);
  });

  test.each([
    ["a script as link", { kind: "link", url: "javascript:alert(1)" }],
    ["a data link", { kind: "link", url: "data:text/html,<script>" }],
    ["a file link", { kind: "link", url: "file:///etc/passwd" }],
    ["a link with a script before the scheme", { kind: "link", url: " javascript:https://x" }],
    ["a link that is too long", { kind: "link", url: `https://x.org/${"a".repeat(2000)}` }],
    ["a script as the run's address", { kind: "run", url: "javascript:alert(1)" }],
    ["a metric without a value", { kind: "metric" }],
    ["a metric that is not finite", { kind: "metric", value: Number.NaN }],
    ["a file by path", { kind: "file", fileId: "../../etc/passwd" }],
    ["zero days of validity", { ...LINK, validDays: 0 }],
    ["somebody else's name", { kind: "signoff", userId: "0190c4de-7a10-7000-8000-000000000001" }],
    ["a kind that is none", { kind: "promise" }],
    ["the mark of a rule", { kind: "rule" }],
    ["an adder", { ...LINK, addedBy: "x" }],
    ["a project", { ...LINK, projectId: "x" }],
  ])("%s has no place at the door", (_, evidence) => {
    expect(evidenceSchema.safeParse(evidence).success).toBe(false);
  });

  test.each([
    { state: "done", updatedBy: "x" },
    { state: "done", met: true },
    { state: "approved" },
    { state: "done", evidence: Array(21).fill(LINK) },
    { state: "not_applicable", reasonApproved: true, reason: "r" },
  ])("a change like %j neither", (change) => {
    expect(itemChangeSchema.safeParse(change).success).toBe(false);
  });
});

describe("sign-off items", () => {
  test("are signed by those whom they name, for the version that stands", async () => {
    const given = await team();
    await save(given, CASE, { urgency: 4 });
    await sign(given.as.PM, "1.1");
    expect(await itemOf(given, CASE, "1.1")).toMatchObject({ state: "done", met: true });
    expect(await db.signOff.findMany({ where: { projectId: given.project.id } })).toMatchObject([
      { subject: "item:1.1", version: 1, role: "PM", userId: userOf(given.as.PM), decision: "approved" },
    ]);
    expect(await auditOf({ action: "item.sign", projectId: given.project.id })).toHaveLength(1);
    await save(given, CASE, { urgency: 5 });
    expect(await itemOf(given, CASE, "1.1")).toMatchObject({ state: "open", met: false });
  });

  test("are not signed by others, who are told for whom they are", async () => {
    const { as } = await shared();
    await expect(sign(as.ML, "1.1")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("product manager"),
    });
    await expect(sign(as.LD, "1.7")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("reviewer"),
    });
    await expect(sign(as.RV, "1.1")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("are never signed by a service", async () => {
    const { project } = await shared();
    const actor = {
      kind: "service",
      tokenId: "admin",
      name: "Script",
      projectId: null,
      scopes: [],
      admin: true,
    } as const;
    const access = await authorize(actor, project.slug, "evidence.add");
    await expect(setItem(access, CASE, "1.1", { state: "done" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("cannot be ticked with a link instead", async () => {
    const given = await team();
    await setItem(given.as.PM, CASE, "1.1", { state: "done", evidence: LINK });
    expect(await db.evidence.count({ where: { projectId: given.project.id } })).toBe(0);
  });

  test("twice by the same person is one signature", async () => {
    const given = await team();
    await sign(given.as.PM, "1.1");
    await sign(given.as.PM, "1.1");
    expect(await db.signOff.count({ where: { projectId: given.project.id } })).toBe(1);
  });

  test("are taken back by a signer, and not by anybody else", async () => {
    const given = await team();
    await sign(given.as.RV, "1.7");
    await expect(setItem(given.as.PM, CASE, "1.7", { state: "open" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await itemOf(given, CASE, "1.7")).toMatchObject({ met: true });
    await setItem(given.as.RV, CASE, "1.7", { state: "open" });
    expect(await itemOf(given, CASE, "1.7")).toMatchObject({ met: false });
    expect(await db.signOff.findFirst({ where: { projectId: given.project.id } })).toMatchObject({
      voidedFor: "withdrawn",
    });
  });

  test("of a done stage do not count after it was reopened", async () => {
    const given = await trio();
    await finish(given, CASE);
    await move(given.as.LD, CASE, "reopen", { reason: "Again" });
    expect(await itemOf(given, CASE, "1.1")).toMatchObject({ met: false });
  });
});

describe("not applicable", () => {
  const aside = (by: Worker, reason?: string) => setItem(by, CASE, "1.8", { state: "not_applicable", reason });

  test("needs a reason", async () => {
    const { as } = await shared();
    await expect(aside(as.PM)).rejects.toMatchObject({ code: "INVALID", details: { issues: [{ path: "reason" }] } });
  });

  test("waits for a lead's word on the reason", async () => {
    const given = await team();
    await aside(given.as.PM, "Paid by another budget");
    expect(await itemOf(given, CASE, "1.8")).toMatchObject({ state: "not_applicable", met: false });
    await aside(given.as.LD, "Paid by another budget");
    expect(await itemOf(given, CASE, "1.8")).toMatchObject({
      met: true,
      detail: expect.stringContaining("another budget"),
    });
    expect(await auditOf({ action: "item.set-aside", projectId: given.project.id })).toHaveLength(2);
  });

  test("with another reason waits again: what the lead accepted was the old one", async () => {
    const given = await team();
    await aside(given.as.LD, "Paid by another budget");
    await aside(given.as.ML, "Nobody asked");
    expect(await itemOf(given, CASE, "1.8")).toMatchObject({ met: false });
  });

  test("ticked and set aside once more waits again", async () => {
    const given = await team();
    await aside(given.as.LD, "Paid by another budget");
    await setItem(given.as.PM, CASE, "1.8", { state: "done", evidence: LINK });
    await aside(given.as.PM, "Paid by another budget");
    expect(await itemOf(given, CASE, "1.8")).toMatchObject({ met: false });
  });

  test("is never said for a rule item without a lead, nor for a reviewer's signature by the team", async () => {
    const given = await team();
    for (const item of ["1.2", "1.7"]) {
      await setItem(given.as.PM, CASE, item, { state: "not_applicable", reason: "We know" });
      expect(await itemOf(given, CASE, item)).toMatchObject({ met: false });
    }
  });
});

function sign(by: Worker, item: string) {
  return setItem(by, CASE, item, { state: "done", evidence: { kind: "signoff", comment: "Seen" } });
}

async function itemOf(given: Team, stage: string, key: string) {
  return (await getStageView(given.as.LD, stage)).checklist.find((item) => item.key === key);
}

let common: ReturnType<typeof team> | undefined;
function shared() {
  common ??= team();
  return common;
}
