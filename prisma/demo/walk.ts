import { approversFor } from "#domain/stage-law.ts";
import type { Role } from "#domain/vocabulary.ts";
import { checklistFor } from "#stages/checklist.ts";
import type { ChecklistItem } from "#stages/define-stage.ts";
import type { FactData } from "#stages/fact.ts";
import type { StageDocument } from "#stages/field.ts";
import { stageOf } from "#stages/registry.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import { stageFacts } from "./facts/stage-facts.ts";
import type { Proof } from "./hand.ts";
import type { Name } from "./people.ts";
import { usualProof } from "./proofs.ts";
import type { Story } from "./story.ts";
import { daysAfter, daysBetween } from "./story-clock.ts";

export type Passage = {
  stage: string;
  by: Name;
  start: string;
  /** The day on which it was submitted; left out, the stage is still being worked on. */
  submit?: string;
  /** The day on which the last approver signed; left out, it waits in review. */
  done?: string;
  document: StageDocument;
  /** The names of the answers that the first draft held already; left out, all of them. */
  draft?: readonly string[];
  /** Evidence that differs from the usual one, by item. */
  proofs?: Readonly<Record<string, Proof>>;
  /** Items that are still open, where the stage is. */
  open?: readonly string[];
  /** What the stage recorded; left out, the usual facts where the tier asks for them. */
  facts?: readonly StageFact[];
  /** The source that the usual facts are about, where the story has sources of its own. */
  source?: string;
  /** Approvers who have signed, where others are still awaited. */
  signed?: readonly Role[];
};

/** Tells one pass through a stage: draft, evidence, sign-offs, submission, approval. */
export function walk(story: Story, passage: Passage): void {
  const { stage: key, by, start, submit, document, draft, open = [] } = passage;
  const items = itemsOf(story, key, document).filter((item) => !open.includes(item.key));
  const until = submit ?? daysAfter(start, 10);
  const first = draft ? only(document, draft) : document;
  story.documents[key] = document;
  story.on(start, by, async (hand) => {
    const { state } = await hand.save(key, first);
    if (state !== "in_progress") throw new Error(`${key} did not start: ${state}`);
  });
  plan(story, passage);
  record(story, passage);
  const proven = items.filter(({ evidence }) => evidence !== "signoff" && evidence !== "rule");
  const days = Math.max(0, daysBetween(start, until) - 1);
  for (const [i, item] of proven.entries()) {
    const day = daysAfter(start, Math.min(days, 1 + Math.floor((i * days) / proven.length)));
    const proof = passage.proofs?.[item.key] ?? usualProof(story.opening.slug, item);
    story.on(day, by, (hand) => hand.tick(key, item.key, proof));
  }
  if (draft && submit) story.on(submit, by, (hand) => hand.save(key, document));
  if (submit) finish(story, passage, items);
}

/** The facts of a stage are told when they have all happened: before it is submitted; of one under way soon after it began. */
function record(story: Story, { stage, start, submit, by, facts, source = USUAL_SOURCE }: Passage): void {
  const { tier, affectsPeople } = story.opening;
  const day = submit ?? daysAfter(start, 1);
  const usual = tier >= 2 ? stageFacts(stage, { tier, affectsPeople, at: story.clock.moment(day, "06:00") }) : [];
  const told = facts ?? usual.map((fact) => ({ ...fact, data: renamed(fact.data, source) }));
  for (const [kind, mine] of Map.groupBy(told, (fact) => `${fact.kind} ${fact.by ?? ""}`).entries()) {
    const [name = ""] = kind.split(" ");
    const role = mine[0]?.by;
    const who = role ? holder(story, role) : by;
    story.on(day, who, (hand) => hand.record(name, mine));
  }
}

const USUAL_SOURCE = "warehouse";

function renamed(data: FactData, source: string): FactData {
  const named = (value: unknown) => (value === USUAL_SOURCE ? source : value);
  const parts = Object.entries(data).map(([path, part]) => [path, Array.isArray(part) ? part.map(named) : named(part)]);
  return Object.fromEntries(parts);
}

/** Who has it, and until when: what was finished took a twentieth longer than planned, as work does. */
function plan(story: Story, { stage, by, start, done }: Passage): void {
  const days = done ? Math.max(1, Math.floor(daysBetween(start, done) * 0.95)) : stageOf(stage).targetDays;
  const dueOn = story.clock.day(daysAfter(start, days));
  const ownerId = story.cast(by).userId;
  story.on(start, holder(story, "LD"), (hand) => hand.plan(stage, { ownerId, dueOn }));
}

/** Signs and submits what is there, and approves it: the end of a first pass, and of every later one. */
export function finish(story: Story, passage: Passage, items?: readonly ChecklistItem[]): void {
  const { stage: key, by, submit, done, document } = passage;
  if (!submit) return;
  const checklist = items ?? itemsOf(story, key, document);
  for (const item of checklist.filter(({ evidence }) => evidence === "signoff"))
    story.on(submit, signerOf(story, item), (hand) => hand.sign(key, item.key));
  story.on(submit, by, (hand) => hand.move(key, "submit"));
  const roles = approversFor(stageOf(key), story.opening.tier);
  for (const role of done ? roles : (passage.signed ?? []))
    story.on(done ?? submit, holder(story, role), (hand) => hand.move(key, "approve"));
}

/** Both lead and reviewer say that a stage does not concern the project. */
export function putAside(story: Story, stage: string, day: string, reason: string): void {
  for (const role of ["LD", "RV"] as const)
    story.on(day, holder(story, role), (hand) => hand.move(stage, "set-aside", { reason }));
}

function itemsOf(story: Story, key: string, document: StageDocument): ChecklistItem[] {
  const { tier, affectsPeople } = story.opening;
  const project = { tier, affectsPeople, documents: story.documents };
  return checklistFor(stageOf(key), document, project).filter(
    ({ requiredFrom }) => requiredFrom !== null && requiredFrom <= tier,
  );
}

/** Whoever stands furthest from the builders signs. */
function signerOf(story: Story, { signers = ["PM"] }: ChecklistItem): Name {
  const role = (["RV", "PM", "LD"] as const).find((each) => signers.includes(each) && story.holds(each));
  return holder(story, role ?? "LD");
}

function holder(story: Story, role: Role): Name {
  const name = story.holds(role);
  if (!name) throw new Error(`${story.opening.slug} has nobody as ${role}`);
  return name;
}

function only(document: StageDocument, names: readonly string[]): StageDocument {
  return Object.fromEntries(Object.entries(document).filter(([name]) => names.includes(name)));
}
