import { invalid } from "#domain/errors.ts";
import {
  atEnd,
  type Scanned,
  scannerOf,
  takeName,
  takeNumber,
  takeOperator,
  takeSign,
  takeText,
  takeWord,
  unread,
} from "#wire/mlflow/filter-scan.ts";
import { type Entity, meaningOf, type Named, type SearchTarget } from "#wire/mlflow/search-targets.ts";

export type Operator = "=" | "!=" | ">" | ">=" | "<" | "<=" | "LIKE" | "ILIKE" | "IN" | "NOT IN" | "IS" | "IS NOT";
/** One comparison; `value` is null for IS NULL and IS NOT NULL. For an attribute, `key` is the column. */
export type Condition = {
  on: Entity;
  key: string;
  operator: Operator;
  value: number | string | readonly string[] | null;
};

const NUMBERS: readonly string[] = ["=", "!=", ">", ">=", "<", "<="];
const TEXTS: readonly string[] = ["=", "!=", "LIKE", "ILIKE"];
const LISTS: readonly string[] = ["IN", "NOT IN"];
const NULLS: readonly string[] = ["IS", "IS NOT"];

const LONGEST = 10_000;
const MOST = 50;

/**
 * The filter language of MLflow's searches: comparisons joined by AND. Metrics and numeric attributes take numbers;
 * params, tags, datasets and other attributes take texts, LIKE and ILIKE; params and tags IS [NOT] NULL; attributes and
 * datasets IN lists. Throws INVALID with the place that cannot be read.
 */
export function parseFilter(target: SearchTarget, filter: string | undefined): Condition[] {
  if (!filter?.trim()) return [];
  if (filter.length > LONGEST) throw invalid("filter", `Invalid filter: at most ${LONGEST} characters.`);
  const scanned = scannerOf(filter);
  const conditions: Condition[] = [];
  do conditions.push(takeCondition(target, scanned));
  while (takeWord(scanned, "and"));
  if (!atEnd(scanned)) throw unread(scanned, "AND or the end");
  if (conditions.length > MOST) throw invalid("filter", `Invalid filter: at most ${MOST} comparisons.`);
  return conditions;
}

function takeCondition(target: SearchTarget, scanned: Scanned): Condition {
  const begin = scanned.at;
  const named = meaningOf(target, takeName(scanned));
  if (!named) throw unread({ ...scanned, at: begin }, `something that ${target.name} have`);
  const operator = takeOperator(scanned);
  if (!isAllowed(named, operator))
    throw unread({ ...scanned, at: begin }, `another comparison than ${operator} for a ${WORDS[named.type]}`);
  const { on, key } = named;
  return { on, key, operator, value: takeValue(named, operator, scanned) };
}

const WORDS = { number: "number", text: "text" };

function isAllowed({ on, type }: Named, operator: string): operator is Operator {
  if (type === "number") return NUMBERS.includes(operator) || (on === "metric" && NULLS.includes(operator));
  if (LISTS.includes(operator)) return on === "attribute" || on === "dataset";
  if (NULLS.includes(operator)) return on === "param" || on === "tag";
  return TEXTS.includes(operator);
}

function takeValue({ type }: Named, operator: Operator, scanned: Scanned): Condition["value"] {
  if (operator === "IS" || operator === "IS NOT") {
    if (takeWord(scanned, "null")) return null;
    throw unread(scanned, "NULL");
  }
  if (operator === "IN" || operator === "NOT IN") return takeList(scanned);
  const value = type === "number" ? takeNumber(scanned) : takeText(scanned);
  if (value === null) throw unread(scanned, type === "number" ? "a number" : "a text in quotes");
  return value;
}

function takeList(scanned: Scanned): string[] {
  if (!takeSign(scanned, "(")) throw unread(scanned, "a list such as ('a', 'b')");
  const items: string[] = [];
  do {
    const item = takeText(scanned);
    if (item === null) throw unread(scanned, "a text in quotes");
    items.push(item);
  } while (takeSign(scanned, ","));
  if (!takeSign(scanned, ")")) throw unread(scanned, ")");
  return items;
}
