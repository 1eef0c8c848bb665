import { parseXml, XmlElement } from "@rgrove/parse-xml";
import { verificationTest } from "#stages/model/verification-test.ts";
import type { HeardFact } from "#wire/heard.ts";
import { said } from "#wire/json.ts";
import { clipped, keyOf } from "#wire/keys.ts";
import type { Texts } from "#wire/mlflow/rows.ts";
import { keepingTime } from "#wire/mlflow/tag-facts.ts";

/* Test runners write JUnit's XML (pytest --junitxml), and training code logs it beside the model like any other file. */

/** Which of a run's artefacts is one. */
export function isTestReport(path: string): boolean {
  return /(^|\/)((?:[\w.-]*junit[\w.-]*)|TEST-[\w.-]+|test[-_](?:results|report)s?)\.xml$/i.test(path);
}

type Case = { kind: Kind; name: string; failed: boolean };
type Kind = (typeof KINDS)[number][0];

/** By the words of a test's module and name; what says nothing of the kind is a unit test. */
const KINDS = [
  ["invariance", /invarian/],
  ["directional", /direction|monoton/],
  ["minimum", /minimum|minimal|smoke/],
  ["robustness", /robust|perturb|noise|corrupt/],
  ["security", /secur|adversar|injection/],
  ["unit", /(?:)/],
] as const;

/** One verification test for each module and kind of the reports of a version's run. A test that was skipped says nothing. */
export function reportedTests(reports: readonly string[], tags: Texts, versionKey: string, at: number): HeardFact[] {
  const modules = Map.groupBy(reports.flatMap(casesIn), ({ kind, name }) => JSON.stringify([kind, name]));
  const link = commitPage(tags);
  return [...modules.values()].flatMap((cases) => {
    const [first] = cases;
    if (!first) return [];
    const { kind, name } = first;
    const failed = cases.filter((each) => each.failed).length;
    const data = {
      ...{ name, modelVersion: versionKey, kind, blocking: true, passed: failed === 0 },
      ranAt: new Date(at).toISOString(),
      detail: failed === 0 ? `All ${cases.length} passed.` : `${failed} of ${cases.length} failed.`,
      ...said({ link }),
    };
    const key = keyOf(versionKey, kind, name);
    return [{ kind: verificationTest.kind, key, data, path: "artifacts.junit", onto: keepingTime(data) }];
  });
}

function casesIn(report: string): Case[] {
  return elementsIn(report).flatMap((element) => {
    if (element.name !== "testcase" || has(element, "skipped")) return [];
    const module = (element.attributes.classname || element.attributes.file || "tests").split(/[./\\]/).at(-1);
    const words = `${element.attributes.classname} ${element.attributes.name}`.toLowerCase();
    const kind = KINDS.find(([, pattern]) => pattern.test(words))?.[0] ?? "unit";
    const failed = has(element, "failure") || has(element, "error");
    return [{ kind, name: clipped(module || "tests", 160), failed }];
  });
}

/** None where the text is not XML: then the file is only a file. */
function elementsIn(report: string): XmlElement[] {
  try {
    const { root } = parseXml(report, { ignoreUndefinedEntities: true });
    return root ? within(root) : [];
  } catch {
    return [];
  }
}

/** Level by level, without calling itself: a report may be as deep as it likes. */
function within(root: XmlElement): XmlElement[] {
  const found = [root];
  for (const element of found) for (const child of element.children) if (child instanceof XmlElement) found.push(child);
  return found;
}

function has({ children }: XmlElement, name: string): boolean {
  return children.some((child) => child instanceof XmlElement && child.name === name);
}

/** Where the code and its review can be seen: the commit at its host, as GitHub and GitLab name it. */
function commitPage(tags: Texts): string | undefined {
  const repository = tags["mlflow.source.git.repoURL"]?.replace(/^git@([\w.-]+):/, "https://$1/").replace(/\.git$/, "");
  const commit = tags["mlflow.source.git.commit"];
  return repository?.startsWith("https://") && commit ? clipped(`${repository}/commit/${commit}`, 500) : undefined;
}
