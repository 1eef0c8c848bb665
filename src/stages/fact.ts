import type { z } from "zod";

/** One recorded fact of a kind: a data source, a run, a deployment. Times in milliseconds since the epoch. */
export type Fact<T = FactData> = {
  key: string;
  /** When it happened, by its own words; else when it was recorded. */
  at: number;
  version: number;
  recordedAt: number;
  /** Of the last change; left out where only the law's tests made it. */
  changedAt?: number;
  /** The person; null for a token or a rule. */
  recordedBy: string | null;
  data: T;
};
export type FactData = Readonly<Record<string, unknown>>;

/** The facts of one project, each kind newest first. The law reads at most `LAW_SEES` of a kind. */
export type FactBag = {
  of<S extends z.ZodObject>(kind: { kind: string; schema: S }): readonly Fact<z.infer<S>>[];
};
export const LAW_SEES = 300;

/** A bag over what was loaded, by kind; nothing of a kind is an empty list. */
export function factBag(loaded: Readonly<Record<string, readonly Fact[]>>): FactBag {
  return { of: (kind) => typed(loaded[kind.kind] ?? []) };
}

/** Guarantee: every stored fact came through `parseFact` with its kind's own schema. */
function typed<T>(facts: readonly Fact[]): readonly Fact<T>[] {
  return facts as readonly Fact<T>[];
}
