import { invalid } from "#domain/errors.ts";
import { atEnd, scannerOf, takeName, takeWord } from "#wire/mlflow/filter-scan.ts";
import { type Entity, meaningOf, type SearchTarget } from "#wire/mlflow/search-targets.ts";

export type Order = { on: Entity; key: string; type: "text" | "number"; ascending: boolean };

const MOST = 20;

/** `metrics.acc DESC`, `attributes.start_time`, "params.`x` ASC": in the order in which they decide. */
export function parseOrder(target: SearchTarget, clauses: readonly string[]): Order[] {
  if (clauses.length > MOST) throw invalid("order_by", `Invalid order_by: at most ${MOST} clauses.`);
  return clauses.map((clause) => {
    const scanned = scannerOf(clause);
    const named = meaningOf(target, takeName(scanned));
    const descending = takeWord(scanned, "desc");
    if (!descending) takeWord(scanned, "asc");
    if (!named || named.on === "dataset" || !atEnd(scanned))
      throw invalid("order_by", `Invalid order_by clause “${clause.slice(0, 80)}” for ${target.name}.`);
    return { ...named, ascending: !descending };
  });
}
