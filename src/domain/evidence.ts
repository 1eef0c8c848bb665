import type { EvidenceKind, Role, Tier } from "#domain/vocabulary.ts";

export type ChecklistItemLaw = {
  key: string;
  label: string;
  evidence: EvidenceKind;
  /** The lowest tier whose gate asks for the item; null where it is never asked for. */
  requiredFrom: Tier | null;
  /** Who may sign an item of kind sign-off; anybody who may sign where it is left out. */
  signers?: readonly Role[];
};

export type EvidenceFact = {
  kind: EvidenceKind;
  label: string;
  /** Milliseconds since the epoch; null where it does not expire. */
  validUntil: number | null;
  url?: string;
};

export type ItemAnswer = {
  state: "open" | "done" | "not_applicable";
  reason: string | null;
  /** Whether a lead approved the reason of a not applicable item. */
  reasonApproved: boolean;
  evidence: readonly EvidenceFact[];
};

/** What the stage law computed for an item. `where`: what was recorded for it, as a place in the project. */
export type RuleVerdict = { met: boolean; detail: string; where?: string };

export type SignOffFact = {
  subject: "stage" | `item:${string}`;
  version: number;
  role: Role;
  userId: string;
  decision: "approved" | "rejected";
  voided: boolean;
};

export type ItemVerdict = RuleVerdict & { key: string; label: string; required: boolean };

export function isRequired(item: Pick<ChecklistItemLaw, "requiredFrom">, tier: Tier): boolean {
  return item.requiredFrom !== null && tier >= item.requiredFrom;
}

export const SIGNING_ROLES: readonly Role[] = ["PM", "ML", "LD", "RV"];

/** An approval counts for the version it was given on, by a role that may give it, until it is voided. */
export function itemSignedBy(item: ChecklistItemLaw, version: number, signOffs: readonly SignOffFact[]): Role | null {
  const signers = item.signers ?? SIGNING_ROLES;
  const current = signOffs.filter((each) => each.subject === `item:${item.key}` && each.version === version);
  const last = current.filter((each) => !each.voided && signers.includes(each.role)).at(-1);
  return last?.decision === "approved" ? last.role : null;
}

/** Whether the item's own evidence holds at `now`: rules are computed, sign-offs looked up, the rest is ticked with evidence. */
export function evidenceVerdict(item: ChecklistItemLaw, answer: ItemAnswer | null, now: number): RuleVerdict {
  if (!answer || answer.state === "open") return { met: false, detail: "Not done yet." };
  if (answer.state === "not_applicable") return notApplicable(answer);
  const fitting = answer.evidence.filter(({ kind }) => kind === item.evidence);
  if (fitting.length === 0) return { met: false, detail: `Ticked, but without ${EVIDENCE_WORDS[item.evidence]}.` };
  const fresh = fitting.find(({ validUntil }) => validUntil === null || validUntil > now);
  if (fresh) return { met: true, detail: fresh.label };
  const newest = Math.max(...fitting.map(({ validUntil }) => validUntil ?? 0));
  return { met: false, detail: `The evidence expired on ${dayOf(newest)}.` };
}

export function notApplicable(answer: ItemAnswer): RuleVerdict {
  if (!answer.reason?.trim()) return { met: false, detail: "Marked as not applicable without a reason." };
  return answer.reasonApproved
    ? { met: true, detail: `Not applicable: ${answer.reason}` }
    : { met: false, detail: `Not applicable, awaiting a lead’s approval: ${answer.reason}` };
}

export const EVIDENCE_WORDS: Record<EvidenceKind, string> = {
  link: "a link",
  file: "a file",
  metric: "a metric",
  run: "a run",
  signoff: "a sign-off",
  rule: "a computed result",
};

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
