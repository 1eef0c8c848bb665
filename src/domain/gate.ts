import {
  type ChecklistItemLaw,
  evidenceVerdict,
  type ItemAnswer,
  type ItemVerdict,
  isRequired,
  itemSignedBy,
  notApplicable,
  type RuleVerdict,
  SIGNING_ROLES,
  type SignOffFact,
} from "#domain/evidence.ts";
import { anyOf } from "#domain/permissions.ts";
import { prerequisitesUnmet, type StageStates, type StageTitles } from "#domain/prerequisites.ts";
import type { GateResult, Requirement } from "#domain/requirement.ts";
import type { StageLaw } from "#domain/stage-law.ts";
import type { Role, Tier } from "#domain/vocabulary.ts";

export type FieldProblem = {
  path: string;
  label: string;
  /** "missing", or what is wrong with the value as a sentence. */
  problem: string;
  who: readonly Role[];
};

export type BlockingComment = { author: string; excerpt: string };

export type GateInput = {
  law: Pick<StageLaw, "owner" | "editors" | "toFinish">;
  tier: Tier;
  version: number;
  now: number;
  states: StageStates;
  titles?: StageTitles;
  /** How many fields this project's tier and conditions ask for, and which of them are missing or invalid. */
  fieldsRequired: number;
  fieldProblems: readonly FieldProblem[];
  checklist: readonly ChecklistItemLaw[];
  answers: Readonly<Record<string, ItemAnswer>>;
  /** What was computed from the project's data, by item key: all that counts for the items of kind rule, and proof enough for the others. */
  rules: Readonly<Record<string, RuleVerdict>>;
  blockingComments: readonly BlockingComment[];
  signOffs: readonly SignOffFact[];
  /** The stage's own requirements (G1.1 …), already judged by its law. */
  own: readonly Requirement[];
};

/** The predicates common to all stages (A5), then the stage's own. Approval signatures are not among them: they are what an open gate is for. */
export function evaluateGate(input: GateInput): GateResult {
  const requirements = [
    fields(input),
    checklist(input),
    comments(input),
    exitPrerequisites(input),
    itemSignOffs(input),
    ...input.own,
  ];
  return { ready: requirements.every(({ met }) => met), requirements };
}

export type ChecklistFacts = Pick<
  GateInput,
  "tier" | "version" | "now" | "checklist" | "answers" | "rules" | "signOffs"
>;

/** Every item with its verdict, required or not: what the checklist on the page shows. */
export function checklistVerdicts(input: ChecklistFacts): ItemVerdict[] {
  return input.checklist.map((item) => ({
    key: item.key,
    label: item.label,
    required: isRequired(item, input.tier),
    ...itemVerdict(item, input),
  }));
}

export type ExpiredItem = { item: string; label: string; until: number };

/** Required items that were proven, and whose evidence has run out since (A5); nothing else that is recorded proves them. */
export function expiredItems(input: ChecklistFacts): ExpiredItem[] {
  const ticked = input.checklist.filter((item) => input.answers[item.key]?.state === "done");
  return ticked.flatMap((item) => {
    const proof = input.answers[item.key]?.evidence.filter(({ kind }) => kind === item.evidence) ?? [];
    const ends = proof.flatMap(({ validUntil }) => validUntil ?? []);
    if (ends.length === 0 || !isRequired(item, input.tier) || itemVerdict(item, input).met) return [];
    return [{ item: item.key, label: item.label, until: Math.max(...ends) }];
  });
}

function fields({ fieldProblems, fieldsRequired }: GateInput): Requirement {
  const count = fieldProblems.length;
  const items = fieldProblems.map(({ path, label, problem }) => ({
    label: problem === "missing" ? label : `${label}: ${problem}`,
    where: `#field-${path}`,
  }));
  return {
    key: "G0.1",
    label: "Every required field is filled in",
    met: count === 0,
    detail:
      count === 0
        ? `All ${fieldsRequired} required fields are filled in.`
        : `${fieldsRequired - count} of ${fieldsRequired} are filled in; ${named(items)} to go.`,
    ...(count > 0 && {
      fix: {
        who: [...new Set(fieldProblems.flatMap(({ who }) => who))],
        what: count === 1 ? "Fill in the field." : `Fill in the ${count} fields.`,
        where: items[0]?.where,
      },
      items,
    }),
  };
}

function checklist(input: GateInput): Requirement {
  const asked = checklistVerdicts(input).filter((item, index) => {
    return item.required && input.checklist[index]?.evidence !== "signoff";
  });
  const open = asked.filter(({ met }) => !met);
  const items = open.map(({ key, label, detail }) => ({ label: `${label}: ${detail}`, where: `#item-${key}` }));
  const done = asked.length - open.length;
  return {
    key: "G0.2",
    label: "Every required checklist item is done with evidence",
    met: open.length === 0,
    detail: asked.length === 0 ? "No item is required." : `${done} of ${asked.length} required items are done.`,
    ...(open.length > 0 && {
      fix: {
        who: input.law.editors,
        what: open.length === 1 ? "Complete the item." : `Complete the ${open.length} items.`,
        where: items[0]?.where,
      },
      items,
    }),
  };
}

function comments({ blockingComments, law }: GateInput): Requirement {
  const count = blockingComments.length;
  const first = blockingComments[0];
  return {
    key: "G0.3",
    label: "No blocking comment is open",
    met: count === 0,
    detail: first ? `${count} open, the oldest by ${first.author}: “${first.excerpt}”` : "None is open.",
    ...(count > 0 && {
      fix: { who: law.editors, what: "Answer and resolve the blocking comments.", where: "#comments" },
    }),
  };
}

function exitPrerequisites({ law, states, titles }: GateInput): Requirement {
  const unmet = prerequisitesUnmet(law.toFinish, states, titles);
  const first = unmet[0];
  return {
    key: "G0.4",
    label: "The stages it rests on are finished",
    met: unmet.length === 0,
    detail: unmet.length === 0 ? "Nothing to wait for." : unmet.map(({ because }) => because).join(" "),
    ...(first && {
      fix: { who: ["PM", "ML", "LD"] as const, what: `Finish “${first.title}”.`, where: `/stages/${first.stage}` },
      items: unmet.map(({ because, stage }) => ({ label: because, where: `/stages/${stage}` })),
    }),
  };
}

function itemSignOffs(input: GateInput): Requirement {
  const asked = input.checklist.filter((item) => item.evidence === "signoff" && isRequired(item, input.tier));
  const open = asked.filter((item) => !itemVerdict(item, input).met);
  const signers = [...new Set(open.flatMap((item) => item.signers ?? SIGNING_ROLES))];
  const items = open.map(({ key, label, signers: by }) => ({
    label: `${label}: for ${anyOf(by ?? SIGNING_ROLES)} to sign`,
    where: `#item-${key}`,
  }));
  const signed = `${asked.length - open.length} of ${asked.length} are signed for version ${input.version}.`;
  return {
    key: "G0.5",
    label: "The required sign-offs are there for this version",
    met: open.length === 0,
    detail: asked.length === 0 ? "No sign-off is required before the review." : signed,
    ...(open.length > 0 && {
      fix: { who: signers, what: `Ask ${anyOf(signers)} to sign.`, where: items[0]?.where },
      items,
    }),
  };
}

function itemVerdict(item: ChecklistItemLaw, input: ChecklistFacts): RuleVerdict {
  const answer = input.answers[item.key] ?? null;
  if (answer?.state === "not_applicable") return notApplicable(answer);
  if (item.evidence === "rule") return input.rules[item.key] ?? { met: false, detail: "Not computed yet." };
  if (item.evidence !== "signoff")
    return shownBy(evidenceVerdict(item, answer, input.now), input.rules[item.key], answer);
  const role = itemSignedBy(item, input.version, input.signOffs);
  if (role) return { met: true, detail: `Signed for version ${input.version} by ${anyOf([role])}.` };
  const earlier = input.signOffs.some(
    ({ subject, version }) => subject === `item:${item.key}` && version < input.version,
  );
  return {
    met: false,
    detail: earlier ? "The sign-off was for an earlier version." : "Not signed yet.",
  };
}

/** What was recorded proves an item as well as evidence that was brought for it: nobody is asked for the same thing twice. */
function shownBy(evidence: RuleVerdict, recorded: RuleVerdict | undefined, answer: ItemAnswer | null): RuleVerdict {
  if (!recorded || evidence.met) return evidence;
  if (recorded.met || !answer || answer.state === "open") return recorded;
  return { ...recorded, detail: `${evidence.detail} ${recorded.detail}` };
}

function named(items: readonly { label: string }[]): string {
  const shown = items.slice(0, 3).map(({ label }) => `“${label}”`);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
