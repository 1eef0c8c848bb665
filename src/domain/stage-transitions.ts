import { approversFor, type StageLaw } from "#domain/stage-law.ts";
import type { Role, StageState, StageVerb, Tier } from "#domain/vocabulary.ts";

export const TRANSITION_RULES = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12"] as const;
export type TransitionRule = (typeof TRANSITION_RULES)[number];

/** What the person is asked for before the verb can run. */
export type TransitionInput = "reason" | "blockedBy" | "expectedUntil";

export type Transition = {
  rule: TransitionRule;
  from: readonly StageState[];
  to: StageState;
  /** The roles that may act. With `all`, each of them must: the stage moves when the last has signed. */
  who: (law: StageLaw, tier: Tier) => readonly Role[];
  all: boolean;
  /** Whether an automatic rule may act, too. */
  byRule: boolean;
  asks: readonly TransitionInput[];
  iteration: 0 | 1;
  voidsSignOffs: boolean;
  needsGate: boolean;
};

const BUILDERS = () => ["PM", "ML", "LD"] as const;
const LEAD = () => ["LD"] as const;
const OWNER = (law: StageLaw) => [law.owner];
const OWNER_OR_LEAD = (law: StageLaw) => [law.owner, "LD"] as const;
const PLAIN = { all: false, byRule: false, asks: [], iteration: 0, voidsSignOffs: false, needsGate: false } as const;

/** T1 to T12 of lifecycle A4, one row a verb. Whatever is not here is refused. */
export const TRANSITIONS: Record<StageVerb, Transition> = {
  start: { ...PLAIN, rule: "T1", from: ["not_started"], to: "in_progress", who: OWNER_OR_LEAD, iteration: 1 },
  block: {
    ...PLAIN,
    rule: "T2",
    from: ["in_progress"],
    to: "blocked",
    who: BUILDERS,
    asks: ["reason", "blockedBy", "expectedUntil"],
  },
  unblock: { ...PLAIN, rule: "T3", from: ["blocked"], to: "in_progress", who: BUILDERS },
  submit: { ...PLAIN, rule: "T4", from: ["in_progress"], to: "in_review", who: OWNER, needsGate: true },
  withdraw: { ...PLAIN, rule: "T5", from: ["in_review"], to: "in_progress", who: OWNER, voidsSignOffs: true },
  "send-back": {
    ...PLAIN,
    rule: "T5",
    from: ["in_review"],
    to: "in_progress",
    who: () => ["LD", "RV"],
    asks: ["reason"],
    voidsSignOffs: true,
  },
  approve: { ...PLAIN, rule: "T6", from: ["in_review"], to: "done", who: approversFor, all: true, needsGate: true },
  flag: {
    ...PLAIN,
    rule: "T7",
    from: ["done"],
    to: "needs_attention",
    who: () => ["PM", "ML", "LD", "RV"],
    byRule: true,
    asks: ["reason"],
  },
  rework: {
    ...PLAIN,
    rule: "T8",
    from: ["needs_attention"],
    to: "in_progress",
    who: OWNER_OR_LEAD,
    iteration: 1,
    voidsSignOffs: true,
  },
  dismiss: {
    ...PLAIN,
    rule: "T9",
    from: ["needs_attention"],
    to: "done",
    who: (_, tier) => (tier === 3 ? ["LD", "RV"] : ["LD"]),
    all: true,
    byRule: true,
    asks: ["reason"],
  },
  reopen: {
    ...PLAIN,
    rule: "T10",
    from: ["done"],
    to: "in_progress",
    who: LEAD,
    asks: ["reason"],
    iteration: 1,
    voidsSignOffs: true,
  },
  "set-aside": {
    ...PLAIN,
    rule: "T11",
    from: ["not_started", "in_progress", "blocked"],
    to: "not_applicable",
    who: (law) => (law.setAside === "unless_people_affected" ? ["LD", "RV"] : ["LD"]),
    all: true,
    asks: ["reason"],
  },
  restore: { ...PLAIN, rule: "T12", from: ["not_applicable"], to: "not_started", who: LEAD, byRule: true },
};

export const VERB_LABELS: Record<StageVerb, string> = {
  start: "Start",
  block: "Mark as blocked",
  unblock: "Unblock",
  submit: "Submit for review",
  withdraw: "Withdraw",
  "send-back": "Ask for changes",
  approve: "Sign off",
  flag: "Flag",
  rework: "Rework",
  dismiss: "Dismiss the flag",
  reopen: "Reopen",
  "set-aside": "Set aside",
  restore: "Restore",
};
