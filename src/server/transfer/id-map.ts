import { randomBytes } from "node:crypto";
import type { IdSet } from "#server/transfer/id-set.ts";
import { withIds } from "#server/transfer/people.ts";

/**
 * New ids for a project that came as a file: the last forty bits of the old ones turned by one secret of this import. So
 * they stay in the order of their times, no two become one, none is the original's, and no table of pairs is needed.
 */
export function turnIds(turn: bigint): (id: string) => string {
  const turned = (end: string) => (BigInt(`0x${end}`) ^ turn).toString(16).padStart(10, "0");
  return (id) => id.slice(0, 26) + turned(id.slice(26));
}

export function newTurn(): bigint {
  const turn = BigInt(`0x${randomBytes(5).toString("hex")}`);
  return turn === 0n ? 1n : turn;
}

type Known = { own: Pick<IdSet, "has">; people: ReadonlyMap<string, string>; project: readonly [string, string] };

/** A line with new ids, wherever in it they stand; ids that mean nothing to us (a run elsewhere) stay as they are. */
export function mapLine({ own, people, project: [from, to] }: Known, turn: (id: string) => string) {
  return (line: string) =>
    withIds(line, (id) => (id === from ? to : (people.get(id) ?? (own.has(id) ? turn(id) : id))));
}
