import { describe, expect, test } from "vitest";
import { isTestReport, reportedTests } from "#wire/mlflow/test-report.ts";

const AT = Date.parse("2026-03-02T09:00:00Z");

/** As pytest 8 writes it. */
const PYTEST = `<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="6" time="0.031" timestamp="2026-03-02T09:00:00+00:00" hostname="ci">
<testcase classname="tests.test_features" name="test_age_in_years" time="0.001" />
<testcase classname="tests.test_features" name="test_missing_income[nan]" time="0.001" />
<testcase classname="tests.test_invariance" name="test_name_changes_nothing" time="0.001" />
<testcase classname="tests.test_robustness" name="test_typos" time="0.001"><failure message="assert 0.4 &lt; 0.3">E   assert 0.4 &lt; 0.3</failure></testcase>
<testcase classname="tests.test_robustness" name="test_noise" time="0.001" />
<testcase classname="tests.test_slow" name="test_all" time="0"><skipped type="pytest.skip" message="slow">x</skipped></testcase>
</testsuite></testsuites>`;

describe("a report of tests", () => {
  test.each([
    ["1/abc/artifacts/junit.xml", true],
    ["1/abc/artifacts/reports/pytest-junit-3.11.xml", true],
    ["1/abc/artifacts/TEST-claims.xml", true],
    ["1/abc/artifacts/test-results.xml", true],
    ["1/abc/artifacts/test_report.xml", true],
    ["1/abc/artifacts/model.xml", false],
    ["1/abc/artifacts/junit.html", false],
    ["1/abc/artifacts/junit/index.xml", false],
  ])("%s: %s", (path, is) => {
    expect(isTestReport(path)).toBe(is);
  });

  test("becomes a verification test for each module, of the kind that its words say", () => {
    const facts = reportedTests([PYTEST], {}, "claims:3", AT);
    expect(facts.map(({ data }) => [data.name, data.kind, data.passed, data.detail])).toEqual([
      ["test_features", "unit", true, "All 2 passed."],
      ["test_invariance", "invariance", true, "All 1 passed."],
      ["test_robustness", "robustness", false, "1 of 2 failed."],
    ]);
    for (const { data } of facts)
      expect(data).toMatchObject({ modelVersion: "claims:3", blocking: true, ranAt: "2026-03-02T09:00:00.000Z" });
    expect(facts.every(({ data }) => !("link" in data))).toBe(true);
  });

  test("leads to the commit where the code and its review stand", () => {
    const commit = { "mlflow.source.git.commit": "b7f3a91c" };
    const linkOf = (repository: string) =>
      reportedTests([PYTEST], { ...commit, "mlflow.source.git.repoURL": repository }, "claims:3", AT)[0]?.data.link;
    expect(linkOf("https://git.example.org/risk/claims.git")).toBe(
      "https://git.example.org/risk/claims/commit/b7f3a91c",
    );
    expect(linkOf("git@git.example.org:risk/claims.git")).toBe("https://git.example.org/risk/claims/commit/b7f3a91c");
    expect(linkOf("/home/max/claims")).toBeUndefined();
    expect(linkOf("http://git.example.org/claims")).toBeUndefined();
  });

  test.each([
    ["no XML", "passed"],
    ["cut off", PYTEST.slice(0, 400)],
    ["of something else", "<model><layer/></model>"],
    ["empty", ""],
    [
      "with entities of its own",
      `<!DOCTYPE t [<!ENTITY a "aaaa">]><testsuite><testcase classname="x" name="&a;"/></testsuite>`,
    ],
  ])("that is %s says nothing, and harms nothing", (_, text) => {
    expect(reportedTests([text], {}, "claims:3", AT).filter(({ data }) => data.name !== "x")).toEqual([]);
  });

  test("of ten thousand levels does not break the reader", () => {
    const deep = `${"<a>".repeat(10_000)}${"</a>".repeat(10_000)}`;
    expect(reportedTests([deep], {}, "claims:3", AT)).toEqual([]);
  });
});
