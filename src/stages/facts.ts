import type { ItemAnswer, SignOffFact } from "#domain/evidence.ts";
import type { ProjectFacts } from "#domain/stage-law.ts";
import type {
  AlertKind,
  AlertState,
  CriterionKind,
  CriterionPhase,
  CriterionState,
  Direction,
  Severity,
} from "#domain/vocabulary.ts";
import type { FactBag, FactCounts } from "#stages/fact.ts";

/** What the law needs to know of one success criterion. */
export type CriterionFacts = {
  key: string;
  name: string;
  kind: CriterionKind;
  phase: CriterionPhase;
  mustHave: boolean;
  direction: Direction;
  baseline: number | null;
  target: number | null;
  targetLow: number | null;
  targetHigh: number | null;
  guardrail: number | null;
  guardrailLow: number | null;
  guardrailHigh: number | null;
  windowSeconds: number | null;
  minSamples: number | null;
  ownerId: string | null;
  state: CriterionState;
  /** Whether its series already holds a point. */
  hasPoints: boolean;
  /** The day of its first point and the time of its last one; null while there is none. */
  firstPointAt: number | null;
  lastPointAt: number | null;
  /** What is wrong with the definition itself; empty when it stands. */
  validationIssues: readonly string[];
};

/** An alert that nobody has resolved. */
export type LiveAlert = {
  kind: AlertKind;
  severity: Severity;
  state: AlertState;
  title: string;
  openedAt: number;
  /** Of the series that it is about. */
  labels: Readonly<Record<string, string>>;
};

/** Everything a gate may look at besides the document. The server loads it; the law never asks. */
export type StageFacts = ProjectFacts &
  FactBag &
  FactCounts & {
    criteria: readonly CriterionFacts[];
    alerts: readonly LiveAlert[];
    /** By item key. */
    answers: Readonly<Record<string, ItemAnswer>>;
    signOffs: readonly SignOffFact[];
    version: number;
    /** Milliseconds since the epoch. */
    now: number;
  };
