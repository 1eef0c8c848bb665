import { flagIn, type Json, listIn, objectIn, textIn } from "#wire/json.ts";
import { clipped } from "#wire/keys.ts";
import type { SpokenDataset } from "#wire/openlineage/spoken.ts";

export type Check = { column: string; rule: string; blocking: boolean; passed: boolean };

/** Assertions about the datasets and tests of the run, as checks of the contract. What is not a warning blocks. */
export function checksIn(runFacets: Json, datasets: readonly SpokenDataset[]): Check[] {
  return [...datasets.flatMap(assertionsOf), ...testsIn(runFacets)];
}

function assertionsOf({ name, facets }: SpokenDataset): Check[] {
  return listIn(objectIn(facets, "dataQualityAssertions"), "assertions").flatMap((assertion) => {
    const [rule, passed] = [textIn(assertion, "assertion"), flagIn(assertion, "success")];
    if (!rule || passed === undefined) return [];
    const column = clipped(textIn(assertion, "column") ?? name, 120);
    return [{ column, rule: clipped(rule, 200), blocking: blocks(assertion), passed }];
  });
}

const OUTCOMES: ReadonlyMap<string, boolean> = new Map([
  ["pass", true],
  ["passed", true],
  ["fail", false],
  ["failed", false],
]);

/** A test that was skipped is no check. */
function testsIn(facets: Json): Check[] {
  const facet = objectIn(facets, "test") ?? objectIn(facets, "tests") ?? objectIn(facets, "testRun");
  return listIn(facet, "tests").flatMap((test) => {
    const [rule, passed] = [textIn(test, "name"), OUTCOMES.get(textIn(test, "status")?.toLowerCase() ?? "")];
    if (!rule || passed === undefined) return [];
    return [
      {
        column: clipped(textIn(test, "type") ?? "test", 120),
        rule: clipped(rule, 200),
        blocking: blocks(test),
        passed,
      },
    ];
  });
}

function blocks(check: unknown): boolean {
  return !/^warn/i.test(textIn(check, "severity") ?? "");
}
