import { z } from "zod";

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
export type Where = Readonly<Record<string, readonly (string | boolean | number)[]>>;

/** Which facts of a kind the law sees although many are newer: */
export type Sight =
  /** those with these values; */
  | { where: Where }
  /** more of the newest than usual; */
  | { newest: number }
  /** those it began with; */
  | { oldest: number }
  /** the newest of each value of a part; */
  | NewestOfEach
  /** those whose part names a fact that is itself kept in sight by its values. */
  | { naming: string };
/** `asOfNamed`: only those that are not later than the fact which the part names. */
export type NewestOfEach = { each: string; newest: number; where?: Where; within?: Within; asOfNamed?: true };

/** A number that is at most what a stage's answer says; `usual` while nothing is answered. */
export type Within = { part: string; stage: string; answer: string; usual: number };

/**
 * How many facts of a kind there are by the value of a part, among those with these values. `told`: that tell something in
 * one part at least of each list.
 */
export type Tally = { by: string; where: Where; told?: readonly (readonly string[])[] };

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

/** The same bag with facts that it did not hold yet, by kind. */
export function withMore(
  bag: FactBag & FactCounts,
  more: Readonly<Record<string, readonly Fact[]>>,
): FactBag & FactCounts {
  const joined = new Map(
    Object.entries(more).map(([kind, facts]) => [
      kind,
      [...bag.of({ kind, schema: ANY }), ...facts].sort((a, b) => b.at - a.at),
    ]),
  );
  return {
    ...bag,
    of(kind) {
      const all = joined.get(kind.kind);
      return all ? typed(all) : bag.of(kind);
    },
  };
}

const ANY = z.object({});

export function sumOf(tally: ReadonlyMap<string, number>): number {
  return tally.values().reduce((sum, count) => sum + count, 0);
}

export function isAmong(data: FactData, where: Where): boolean {
  return Object.entries(where).every(([path, values]) => values.some((value) => data[path] === value));
}

function tallied(facts: readonly Fact[], tally: Tally | undefined): TallyResult {
  if (!tally) return new Map();
  const { where, told = [] } = tally;
  const tells = (data: FactData) => told.every((parts) => parts.some((part) => data[part] !== undefined));
  const mine = facts.filter(({ data }) => isAmong(data, where) && tells(data));
  const groups = Map.groupBy(mine, ({ data }) => String(data[tally.by] ?? ""));
  return new Map([...groups].map(([value, { length }]) => [value, length]));
}

/** Guarantee: every stored fact came through `parseFact` with its kind's own schema. */
function typed<T>(facts: readonly Fact[]): readonly Fact<T>[] {
  return facts as readonly Fact<T>[];
}
