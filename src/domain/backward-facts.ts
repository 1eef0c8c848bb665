import type { CanaryVerdict } from "#domain/canary.ts";
import type { FairnessVerdict } from "#domain/health.ts";
import type { RiskClass } from "#domain/risk-class.ts";
import type {
  AlertKind,
  AlertState,
  CriterionKind,
  CriterionPhase,
  CriterionState,
  Severity,
  Tier,
} from "#domain/vocabulary.ts";

/* What the backward rules look at. Times are milliseconds since the epoch, null what has not happened or is not known;
   lists of what repeats in time are oldest first. A part that is left out is not known, and its rules stay silent. */

export type Person = { name: string; active: boolean };

export type CriterionFact = {
  key: string;
  name: string;
  kind: CriterionKind;
  phase: CriterionPhase;
  mustHave: boolean;
  northStar: boolean;
  owner?: Person | null;
  state: CriterionState;
  /** Whether a breach stands that nothing has cleared yet; with the state no_data it stands behind silence. */
  latched: boolean;
  /** The end of the window with which the present state began. */
  since: number | null;
  /** Windows in a row, up to the last one, that were shown as breached. */
  breachedWindows: number;
  /** The last point of its series; null where none ever came. */
  lastDataAt: number | null;
};

/** Evidence that ran out since it proved a required item of a stage. */
export type ExpiredEvidence = { stage: string; item: string; label: string; until: number };

export type GoalpostChange = { criterion: string; at: number };
export type WindowValue = { end: number; value: number | null };
export type RiskStanding = { riskClass: RiskClass; tier: Tier | null };

type FrameFacts = {
  tier: Tier;
  /** Finished quarters after go-live; money. */
  benefitQuarters: readonly { end: number; realised: number | null; planned: number }[];
  cost: { planned: number; actual: number } | null;
  /** As it stood when stage 1 was last signed off, and as it stands. */
  risk: { signed: RiskStanding; present: RiskStanding } | null;
  businessOwner: Person | null;
  assumptions: readonly { statement: string; brokenAt: number | null }[];
};

/** `since`: when the ratio was measured; left out: it counts whenever that was. */
export type GroupRatio = { group: string; ratio: number | null; since?: number };
export type SourceFact = {
  name: string;
  required: boolean;
  access: "not_requested" | "requested" | "in_progress" | "granted" | "denied";
  legal: "not_assessed" | "pending" | "cleared" | "not_allowed";
  /** 0 to 100. */
  availability: number | null;
  /** Quality score 0 to 100 of each profile. */
  profiles: readonly WindowValue[];
  schemaChangedAt: number | null;
  licenceExpiresAt: number | null;
};
export type DatasetFact = {
  tag: string;
  publishedAt: number | null;
  withdrawnAt: number | null;
  /** Whether the champion, or the candidate of stage 6, was trained on it. */
  usedByChampion: boolean;
  usedByCandidate: boolean;
  representation: readonly GroupRatio[];
};

type DataFacts = {
  sources: readonly SourceFact[];
  /** Sample share over population share by group, of the selected data. */
  representation: readonly GroupRatio[];
  protectedAttributes: readonly { name: string; kind: "protected attribute" | "proxy"; addedAt: number }[];
  mitigations: readonly { name: string; dueAt: number; finishedAt: number | null }[];
  /** The latest acceptance of each risk. */
  acceptances: readonly { risk: string; until: number }[];
  datasets: readonly DatasetFact[];
  /** Finished runs only. */
  pipelines: readonly { name: string; runs: readonly { at: number; succeeded: boolean }[] }[];
  freshness: readonly { name: string; missedSince: number | null }[];
  skews: readonly { feature: string; threshold: number; windows: readonly WindowValue[] }[];
};

export type AssessmentFact = {
  /** Of the recorded assessment; left out where nobody can look it up. */
  key?: string;
  release: string;
  at: number;
  verdicts: readonly { measure: string; verdict: FairnessVerdict }[];
  remediationPhases: readonly ("data" | "pre" | "in" | "post" | "process")[];
};
export type CanaryFact = {
  key?: string;
  release: string;
  at: number;
  verdict: CanaryVerdict;
  /** Whether the release was already promoted when it was judged. */
  afterPromotion: boolean;
  /** Groups with a metric that did not pass. */
  failedGroups: readonly string[];
};

type BuildFacts = {
  assessments: readonly AssessmentFact[];
  canaries: readonly CanaryFact[];
  rollbacks: readonly { release: string; at: number }[];
  latency: { budgetMs: number; p95Ms: readonly WindowValue[] } | null;
  deployments: readonly { release: string; releasedHash: string; runningHash: string | null }[];
  rollbackDrillAt: number | null;
  releases: readonly { name: string; createdAt: number; assessed: boolean }[];
  complaints: readonly { receivedAt: number; outcome: "upheld" | "not_upheld" | "open" }[];
  groupMix: readonly { group: string; assessedShare: number; currentShare: number }[];
};

export type RetrainRunFact = {
  startedAt: number;
  status: "queued" | "running" | "evaluating" | "awaiting_approval" | "promoted" | "rejected" | "failed" | "cancelled";
};

type OperateFacts = {
  monitors: readonly { name: string; staleSince: number | null }[];
  alerts: readonly { title: string; kind: AlertKind; severity: Severity; state: AlertState; openedAt: number }[];
  /** Severity 1 is the worst. */
  incidents: readonly { name: string; severity: number; openedAt: number; resolvedAt: number | null }[];
  fireDrillAt: number | null;
  retrainRuns: readonly RetrainRunFact[];
  champion: { name: string; since: number; maxAgeDays: number | null } | null;
  /** When this month's budget was reached; the zone is the project's. */
  retrainBudget: { usedUpAt: number | null; zone: string } | null;
};

export type BackwardFacts = {
  now: number;
  criteria: readonly CriterionFact[];
  /** Changes of targets and guardrails, any order. */
  goalposts: readonly GoalpostChange[];
  modelStartedAt: number | null;
  liveSince: number | null;
  /** When each stage last became done; kept while a flag is open on it. */
  doneAt: Readonly<Record<string, number | null>>;
} & Partial<{ expiredEvidence: readonly ExpiredEvidence[] } & FrameFacts & DataFacts & BuildFacts & OperateFacts>;
