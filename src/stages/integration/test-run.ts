import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { choice, factKey, fraction, instant, link, number, text, wholeNumber, yesNo } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const MS = 86_400_000;

const schema = z.object({
  name: told(text(2, 120), { label: "Name" }),
  kind: told(choice(["load", "integration", "shadow_comparison", "rollback_drill"]), { label: "Kind" }),
  release: may(factKey("releases"), { label: "Release" }),
  passed: told(yesNo(), { label: "Passed" }),
  ranAt: told(instant(), { label: "Ran at" }),
  rps: may(number(0, 1e9), { label: "Load", unit: "requests a second" }),
  p50: may(number(0, MS), { label: "p50", unit: "ms" }),
  p95: may(number(0, MS), { label: "p95", unit: "ms" }),
  p99: may(number(0, MS), { label: "p99", unit: "ms" }),
  errors: may(fraction(), { label: "Errors" }),
  minutes: may(number(0, 100_000), {
    label: "Minutes",
    unit: "minutes",
    help: "Of a drill: how long it took until the old release was back.",
  }),
  requests: may(wholeNumber(0, 1e12), { label: "Requests compared" }),
  report: may(link(), { label: "Report" }),
});
export type TestRunData = z.infer<typeof schema>;

export const testRun = defineFact({
  kind: "test-runs",
  one: "test run",
  many: "test runs",
  stage: "integration",
  help: "Load tests, end-to-end tests, shadow comparisons and rollback drills, with what they measured.",
  name: "name",
  at: "ranAt",
  writers: ["ML", "LD"],
  seen: [{ each: "kind", newest: 3 }],
  columns: ["kind", "release", "passed", "p95", "minutes", "ranAt"],
  schema,
  check: (next) => [...unmeasured(next), ...disordered(next)],
});

const MEASURED: Readonly<Record<TestRunData["kind"], readonly (keyof TestRunData)[]>> = {
  load: ["rps", "p95"],
  integration: [],
  shadow_comparison: ["requests"],
  rollback_drill: ["minutes"],
};

function unmeasured(next: TestRunData): Issue[] {
  const missing = MEASURED[next.kind].filter((part) => next[part] === undefined);
  return missing.map((path) => ({ path, message: "This kind of test is about this number" }));
}

function disordered({ p50 = 0, p95, p99 }: TestRunData): Issue[] {
  if (p95 !== undefined && p95 < p50) return [{ path: "p95", message: "Not below p50" }];
  return p99 !== undefined && p99 < Math.max(p50, p95 ?? 0) ? [{ path: "p99", message: "Not below p95" }] : [];
}
