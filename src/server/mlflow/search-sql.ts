import type { Condition } from "#wire/mlflow/filter.ts";
import type { Order } from "#wire/mlflow/order.ts";
import type { Entity } from "#wire/mlflow/search-targets.ts";

/** How an entity of one table is read as SQL. `key` is a placeholder, `column` one of the target's own names. */
export type Reading = {
  attribute(column: string): string;
  metric?(key: string): string;
  /** True in some row of its data sets. */
  dataset?(part: string, test: (value: string) => string): string;
};

/** Values go by number; nothing that was sent becomes SQL. */
export class Values {
  readonly list: unknown[];

  constructor(...first: unknown[]) {
    this.list = first;
  }

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

export function whereOf(conditions: readonly Condition[], reading: Reading, values: Values): string {
  return conditions.map((condition) => ` and ${sqlOf(condition, reading, values)}`).join("");
}

function sqlOf(condition: Condition, reading: Reading, values: Values): string {
  const { on, key } = condition;
  if (on === "dataset") return reading.dataset?.(key, (value) => compared(value, condition, values)) ?? "false";
  const value = readAs({ on, key }, reading, values);
  // the client asks for models that are no prompts in this way, and means those that say nothing about it
  if (on === "tag" && key === "mlflow.prompt.is_prompt" && condition.operator === "!=")
    return `${value} is distinct from ${values.add(condition.value)}`;
  return compared(value, condition, values);
}

function readAs({ on, key }: { on: Entity; key: string }, reading: Reading, values: Values): string {
  switch (on) {
    case "param":
      return `(params ->> ${values.add(key)}::text)`;
    case "tag":
      return `(tags ->> ${values.add(key)}::text)`;
    case "metric":
      return reading.metric?.(values.add(key)) ?? "null::float8";
    default:
      return reading.attribute(key);
  }
}

/** Postgres calls NaN the largest number; here nothing is above or below it. */
function compared(value: string, { on, operator, value: asked }: Condition, values: Values): string {
  switch (operator) {
    case "IS":
      return `${value} is null`;
    case "IS NOT":
      return `${value} is not null`;
    case "IN":
      return `${value} = any(${values.add(asked)}::text[])`;
    case "NOT IN":
      return `${value} <> all(${values.add(asked)}::text[])`;
    case "LIKE":
    case "ILIKE":
      return `${value} ${operator} ${values.add(asked)}::text escape ''`;
    case "!=":
      return `${value} <> ${typed(values.add(asked), asked)}`;
    default: {
      const sql = `${value} ${operator} ${typed(values.add(asked), asked)}`;
      return on === "metric" ? `(${sql} and ${value} <> 'NaN'::float8)` : sql;
    }
  }
}

function typed(placeholder: string, value: unknown): string {
  return `${placeholder}::${typeof value === "number" ? "float8" : "text"}`;
}

/** NaN comes after the numbers and what is not there comes last, whatever the direction, as on MLflow's own server. */
export function orderOf(orders: readonly Order[], reading: Reading, values: Values, last: string): string {
  const clauses = orders.flatMap(({ on, key, ascending }) => {
    const value = readAs({ on, key }, reading, values);
    const direction = ascending ? "asc" : "desc";
    const sorted = `${value} ${direction} nulls last`;
    return on === "metric"
      ? [`case when ${value} is null then 2 when ${value} = 'NaN'::float8 then 1 else 0 end`, sorted]
      : [sorted];
  });
  return [...clauses, last].join(", ");
}
