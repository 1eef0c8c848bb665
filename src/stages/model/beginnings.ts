import { answerIn } from "#stages/answer-at.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import type { FactData } from "#stages/fact.ts";
import type { FactContext } from "#stages/fact-kind.ts";
import { candidateOf } from "#stages/model/candidate.ts";
import { trainingRun } from "#stages/model/training-run.ts";

type Known = Pick<FactContext, "of" | "project" | "criteria">;

/** A card begins with what other stages have said already, section by section; its writer shortens and completes it. */
export function beginCard(known: Known): FactData {
  const { of, project, criteria } = known;
  const candidate = candidateOf({ of });
  const said = (stage: string, path: string) => textOf(answerIn(project.documents, stage, path));
  const refused = said("business-case", "outOfScopeUse");
  const dataset = of(datasetVersion).find(({ key }) => key === candidate?.data.datasetVersion)?.data;
  const parts = {
    title: candidate && `Model card of ${candidate.data.tag}`,
    modelVersion: candidate?.key,
    details: said("model", "approachSummary"),
    intendedUse: joined(said("business-case", "intendedUse"), refused && `Not for: ${refused}`),
    factors: joined(...of(protectedAttribute).map(({ data }) => `- ${data.name}: ${data.groups.join(", ")}`)),
    metrics: joined(...criteria.filter(({ kind }) => kind === "model").map(({ name }) => `- ${name}`)),
    evaluationData: testDataIn(known),
    trainingData: dataset && trainingDataIn(dataset),
    caveats: said("model", "stalenessNote"),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value));
}

/** What is measured or tested is most often the candidate. */
export function beginForCandidate({ of }: Known): FactData {
  const candidate = candidateOf({ of });
  return candidate ? { modelVersion: candidate.key } : {};
}

/** A run goes on with the experiment, and on the newest data that is published. */
export function beginRun({ of }: Known): FactData {
  const [last] = of(trainingRun);
  const newest = of(datasetVersion).find(({ data }) => data.state === "published");
  return { ...(last && { experiment: last.data.experiment }), ...(newest && { datasetVersion: newest.key }) };
}

function testDataIn({ project }: Known): string | undefined {
  const part = (path: string) => answerIn(project.documents, "model", `split.${path}`);
  const [share, from] = [part("test"), textOf(part("testFrom"))];
  if (typeof share !== "number") return undefined;
  return `${Number((share * 100).toFixed(1))}% of the data was kept apart for the last judgement${from ? `, from ${from} on` : ""}.`;
}

function trainingDataIn({ tag, rows, periodFrom, periodTo }: { tag: string } & Partial<Period>): string {
  const size = rows === undefined ? "" : `, ${rows.toLocaleString("en-GB")} rows`;
  const period = periodFrom && periodTo ? `, from ${periodFrom} to ${periodTo}` : "";
  return `Data version ${tag}${size}${period}.`;
}

type Period = { rows: number | undefined; periodFrom: string | undefined; periodTo: string | undefined };

function joined(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.filter(Boolean).join("\n") || undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() ? value.trim() : undefined;
}
