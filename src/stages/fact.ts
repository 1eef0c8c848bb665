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

/** By path of a part: the values of which a fact has one. */
export type Where = Readonly<Record<string, readonly (string | boolean)[]>>;

/** Which facts of a kind the law sees although many are newer: */
export type Sight =
  /** those with these values; */
  | { where: Where }
  /** the newest of each value of a part; */
  | { each: string; newest: number; where?: Where }
  /** those whose part names a fact that is itself kept in sight by its values. */
  | { naming: string };

/** How many facts of a kind there are by the value of a part, among those with these values. */
export type Tally = { by: string; where: Where };

/**
 * The facts of one project, each kind newest first. The law reads the newest `LAW_SEES` of a kind and those that the kind
 * keeps in sight.
 */
export type FactBag = {
  of<S extends z.ZodObject>(kind: { kind: string; schema: S }): readonly Fact<z.infer<S>>[];
};
/** How many facts there are, also of those that a bag leaves out. */
export type FactCounts = {
  count(kind: { kind: string }): number;
  /** By value; facts without that part count under "". */
  tally(kind: { kind: string; tallies: Readonly<Record<string, Tally>> }, name: string): ReadonlyMap<string, number>;
};
export const LAW_SEES = 300;

/** What was counted where not all facts of a kind were loaded. */
export type Counted = Readonly<Record<string, { all: number; tallies: Readonly<Record<string, TallyResult>> }>>;
type TallyResult = ReadonlyMap<string, number>;

/** A bag over what was loaded, by kind; nothing of a kind is an empty list. */
export function factBag(
  loaded: Readonly<Record<string, readonly Fact[]>>,
  counted: Counted = {},
): FactBag & FactCounts {
  const all = ({ kind }: { kind: string }) => loaded[kind] ?? [];
  return {
    of: (kind) => typed(all(kind)),
    count: (kind) => counted[kind.kind]?.all ?? all(kind).length,
    tally: (kind, name) => counted[kind.kind]?.tallies[name] ?? tallied(all(kind), kind.tallies[name]),
  };
}

export function isAmong(data: FactData, where: Where): boolean {
  return Object.entries(where).every(([path, values]) => values.some((value) => data[path] === value));
}

function tallied(facts: readonly Fact[], tally: Tally | undefined): TallyResult {
  if (!tally) return new Map();
  const mine = facts.filter(({ data }) => isAmong(data, tally.where));
  const groups = Map.groupBy(mine, ({ data }) => String(data[tally.by] ?? ""));
  return new Map([...groups].map(([value, { length }]) => [value, length]));
}

/** Guarantee: every stored fact came through `parseFact` with its kind's own schema. */
function typed<T>(facts: readonly Fact[]): readonly Fact<T>[] {
  return facts as readonly Fact<T>[];
}
