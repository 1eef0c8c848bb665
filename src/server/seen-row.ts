import type { Fact as FactRow } from "#generated/prisma/client.ts";
import type { FactData } from "#stages/fact.ts";

/** A fact as the law is handed it. */
export type SeenRow = Pick<
  FactRow,
  "id" | "kind" | "key" | "at" | "version" | "recordedAt" | "recordedBy" | "changedAt"
> & { data: unknown };

/** Guarantee: the column only ever receives what `parseFact` accepted. */
export function dataOf(json: unknown): FactData {
  return json as FactData;
}
