/* Projects on their way through the stages, made through the real verbs and by the people who may. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CriterionInput } from "#domain/criteria.ts";
import { isRequired, SIGNING_ROLES } from "#domain/evidence.ts";
import { approversFor } from "#domain/stage-law.ts";
import { type Role, type StageVerb, type Tier, tierOf } from "#domain/vocabulary.ts";
import { type Access, authorize } from "#server/access.ts";
import { setItem } from "#server/checklists.ts";
import { addCriterion } from "#server/criterion-changes.ts";
import { db } from "#server/db.ts";
import { writeFacts } from "#server/fact-bulk.ts";
import { storeFile } from "#server/files.ts";
import { ingestMetrics } from "#server/metrics.ts";
import { changeProject } from "#server/projects.ts";
import { getStageView } from "#server/stage-view.ts";
import { saveStage } from "#server/stages.ts";
import { moveStage, type TransitionInput } from "#server/transitions.ts";
import type { ChecklistItem } from "#stages/define-stage.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageDocument } from "#stages/field.ts";
import { stageOf } from "#stages/registry.ts";
import { stageFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { settle } from "./metrics.ts";
import { addMember, makePerson, makeProject, makeTeam, type TestPerson } from "./people.ts";
import { completeDocument, withAnswer } from "./stage-samples.ts";

process.env.THROUGHLINE_DATA_DIR = mkdtempSync(path.join(tmpdir(), "throughline-test-"));

export type Worker = Access<"project.read" | "stage.edit" | "stage.move" | "stage.comment" | "evidence.add">;
export type Team = {
  project: { id: string; slug: string };
  people: { LD: TestPerson; ML: TestPerson; RV: TestPerson };
  tier: Tier;
  as: Record<"PM" | "ML" | "LD" | "RV", Worker>;
};

export function working(person: TestPerson, slug: string): Promise<Worker> {
  return authorize(person, slug, "project.read", "stage.edit", "stage.move", "stage.comment", "evidence.add");
}

/** A person in each role, each with the proof of what they may do. */
export async function team(tier: Tier = 1, also: { affectsPeople?: boolean } = {}) {
  const { project, people } = await makeTeam();
  await changeProject(await authorize(people.LD, project.slug, "project.edit"), { tier, ...also });
  const [PM, ML, LD, RV] = await Promise.all(
    [people.PM, people.ML, people.LD, people.RV].map((person) => working(person, project.slug)),
  );
  if (!PM || !ML || !LD || !RV) throw new Error("a role is missing");
  return { project, people, tier, as: { PM, ML, LD, RV } } satisfies Team;
}

/** Three people do everything: a lead who is product manager too, an engineer and a reviewer. */
export async function trio(tier: Tier = 1, also: { affectsPeople?: boolean } = {}) {
  const lead = await makePerson("Lea Lead");
  const project = await makeProject(lead);
  const [ML, RV] = [await makePerson("Max Model"), await makePerson("Rita Review")];
  await addMember(project.slug, lead, ML, ["ML"]);
  await addMember(project.slug, lead, RV, ["RV"]);
  await changeProject(await authorize(lead, project.slug, "project.edit"), { tier, ...also });
  const LD = await working(lead, project.slug);
  const as = { PM: LD, LD, ML: await working(ML, project.slug), RV: await working(RV, project.slug) };
  return { project, people: { LD: lead, ML, RV }, tier, as } satisfies Team;
}

/** What the gate of the stage asks for at this tier, impact included, so that saving it does not raise the tier. */
export function documentFor({ tier, as }: Team, stageKey: string, affectsPeople = false): StageDocument {
  const options = { affectsPeople, userId: userOf(as.PM), northStar: "net_loss" };
  const document = completeDocument(stageKey, tier, options, Date.now());
  if (stageKey !== "business-case") return document;
  const grade = { 1: 1, 2: 3, 3: 4 }[tier];
  return withAnswer(document, "impact", { severity: grade, reach: grade, autonomy: grade });
}

export function userOf(access: Access<never>): string {
  if (access.actor.kind !== "person") throw new Error("not a person");
  return access.actor.userId;
}

/** The version that a reader sees now: 0 where nobody saved. */
export async function versionOf({ project }: Pick<Team, "project">, stageKey: string): Promise<number> {
  const row = await db.stage.findUnique({ where: { projectId_key: { projectId: project.id, key: stageKey } } });
  return row?.version ?? 0;
}

export async function stateOf({ project }: Pick<Team, "project">, stageKey: string): Promise<string> {
  const row = await db.stage.findUnique({ where: { projectId_key: { projectId: project.id, key: stageKey } } });
  return row?.state ?? "not_started";
}

export async function save(given: Team, stageKey: string, document: StageDocument, as: Worker = given.as.LD) {
  return saveStage(as, stageKey, { version: await versionOf(given, stageKey), document });
}

/** Everything that the gate asks for: document, criteria, checklist, signatures. */
export async function prepare(given: Team, stageKey: string, affectsPeople = false): Promise<void> {
  if (stageKey === "success-criteria") await addCriteria(given, affectsPeople);
  await save(given, stageKey, documentFor(given, stageKey, affectsPeople));
  await recordFacts(given, stageKey, affectsPeople);
  const { checklist, project } = await getStageView(given.as.LD, stageKey);
  for (const item of stageOf(stageKey).checklist) {
    const asked = checklist.some(({ key }) => key === item.key) && isRequired(item, tierOf(project.tier));
    if (asked && item.evidence !== "rule") await prove(given, stageKey, item);
  }
}

/** What the gate asks for from tier 2. */
export async function recordFacts(
  { project, people, tier }: Team,
  stageKey: string,
  affectsPeople = false,
): Promise<void> {
  if (tier < 2) return;
  const who = { PM: people.LD, LD: people.LD, ML: people.ML, RV: people.RV, VW: people.LD };
  for (const { kind, key, data, by = "ML" } of stageFacts(stageKey, { tier, affectsPeople, at: new Date() })) {
    const access = await authorize(who[by], project.slug, "fact.record");
    const { refused } = await writeFacts(access, factKindOf(kind), [{ key, data }], { origin: "hand" });
    if (refused[0]) throw new Error(`${kind} ${key}: ${JSON.stringify(refused[0].issues)}`);
  }
}

export async function submit(given: Team, stageKey: string): Promise<void> {
  await move(given.as[stageOf(stageKey).owner], stageKey, "submit");
}

/** From nothing to done, by everybody whose part it is. */
export async function finish(given: Team, stageKey: string, affectsPeople = false): Promise<void> {
  await prepare(given, stageKey, affectsPeople);
  await submit(given, stageKey);
  for (const role of approversFor(stageOf(stageKey), given.tier))
    await move(given.as[workerRole(role)], stageKey, "approve");
}

export function move(access: Worker, stageKey: string, verb: StageVerb, also: Omit<TransitionInput, "verb"> = {}) {
  return moveStage(access, stageKey, { verb, ...also });
}

export async function prove(given: Team, stageKey: string, item: ChecklistItem): Promise<void> {
  const signer = workerRole((item.signers ?? SIGNING_ROLES)[0] ?? "LD");
  const by = given.as[item.evidence === "signoff" ? signer : "LD"];
  await setItem(by, stageKey, item.key, { state: "done", evidence: await evidenceFor(by, item) });
}

async function evidenceFor(access: Worker, { evidence }: ChecklistItem) {
  switch (evidence) {
    case "metric":
      return { kind: "metric", value: 0.52 } as const;
    case "run":
      return { kind: "run", url: "https://ci.example.org/runs/7", status: "passed" } as const;
    case "signoff":
      return { kind: "signoff", comment: "Seen" } as const;
    case "file":
      return { kind: "file", fileId: (await storeFile(access, "proof.txt", textOf("proof"))).id } as const;
    default:
      return { kind: "link", url: "https://wiki.example.org/proof" } as const;
  }
}

export function textOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** One criterion of each kind; the business one is the north star and holds a point. */
export async function addCriteria({ project, people }: Team, affectsPeople = false): Promise<void> {
  const access = await authorize(people.LD, project.slug, "criterion.edit", "metrics.write");
  const kinds = ["model", "operational", ...(affectsPeople ? (["fairness"] as const) : [])] as const;
  await addCriterion(access, criterionNamed("net_loss", { kind: "business", mustHave: true }));
  for (const kind of kinds) await addCriterion(access, criterionNamed(kind, { kind }));
  await ingestMetrics(access, {
    series: { name: "net_loss" },
    points: [
      [Date.now() - 20 * 86_400_000, 0.9],
      [Date.now() - 60_000, 0.9],
    ],
  });
  await settle();
}

export function criterionNamed(key: string, also: Partial<CriterionInput> = {}): CriterionInput {
  return {
    key,
    name: `Criterion ${key}`,
    kind: "model",
    direction: "gte",
    baseline: 0.5,
    target: 0.8,
    guardrail: 0.6,
    series: { name: key },
    ...also,
  };
}

function workerRole(role: Role): keyof Team["as"] {
  if (role === "VW") throw new Error("viewers do not work");
  return role;
}
