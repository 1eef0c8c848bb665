import type { BackwardFacts } from "#domain/backward-facts.ts";
import type { FactBag } from "#stages/fact.ts";
import type { LiveAlert } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import type { LiveSignals } from "#stages/live-signals.ts";

/** What the stages tell the backward rules, beside criteria and people, which the server knows. */
export type BackwardSetting = {
  facts: FactBag;
  documents: Readonly<Record<string, StageDocument>>;
  alerts: readonly LiveAlert[];
  /** What the series say of what runs; left out where nobody asked them. */
  live?: LiveSignals;
  /** When it went live; null while it has not. */
  liveSince: number | null;
  /** The project's IANA zone. */
  zone: string;
  now: number;
};

type Known = "now" | "criteria" | "goalposts" | "modelStartedAt" | "liveSince" | "doneAt";
export type StageBackward = Partial<Omit<BackwardFacts, Known>>;
