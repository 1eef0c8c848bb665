import { z } from "zod";
import { factKey, instant, number, numbers } from "#stages/answers.ts";
import type { Fact } from "#stages/fact.ts";
import { may, told } from "#stages/fact-kind.ts";

export const driftResultSchema = z.object({
  reference: told(factKey("drift-references"), { label: "Feature", help: "The reference that it is compared with." }),
  counts: told(numbers(0, 1e15, 200), { label: "Counts", help: "Rows in each bin of the reference." }),
  missing: may(number(0, 1e15), { label: "Missing values", unit: "rows" }),
  windowStart: may(instant(), { label: "Window from" }),
  windowEnd: told(instant(), { label: "Window to" }),
});

export type DriftResultData = z.infer<typeof driftResultSchema>;
export type DriftResultFact = Fact<DriftResultData>;
