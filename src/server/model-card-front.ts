import { type Document, isMap, parseDocument } from "yaml";

/** The front matter of a model card: YAML names and values, as Hugging Face keeps them. */
export type Front = Document.Parsed;
/** What a model reaches, as the front matter says. */
export type CardResult = { metric: string; value: number | string; dataset: string; split: string };

const INDEX = "model-index";

/** The front matter of a file that arrives, or what is wrong with it. */
export function readFront(text: string): Front | string {
  const yaml = parseFront(text);
  return typeof yaml === "string" ? yaml : (indexProblem(yaml) ?? yaml);
}

/** The front matter as names with values, or why it is none. */
export function parseFront(text: string): Front | string {
  const yaml = parseDocument(text);
  const [error] = yaml.errors;
  if (error) return `The front matter cannot be read: ${error.message.split("\n")[0]}`;
  return text.trim() && !isMap(yaml.contents) ? "The front matter must be names with values" : yaml;
}

export function textAt(yaml: Front, name: string): string | undefined {
  const value = isMap(yaml.contents) ? yaml.get(name) : undefined;
  return typeof value === "string" && value.trim() ? value.trim() : undefined;
}

/** The names that stand in the front matter and are not told elsewhere on a card. */
export function namesKept(yaml: Front): string[] {
  return Object.keys(groupOf(plainOf(yaml)) ?? {}).filter((name) => !TOLD.includes(name));
}

/** The front matter without a name; the rest keeps its form. */
export function withoutName(text: string, name: string): string {
  const yaml = parseFront(text);
  if (typeof yaml === "string" || !yaml.has(name)) return text;
  yaml.delete(name);
  return frontText(yaml);
}

export function frontText(yaml: Front): string {
  const { contents } = yaml;
  if (isMap(contents) && contents.items.length === 0) return "";
  return yaml.toString({ lineWidth: 0, flowCollectionPadding: false }).trim();
}

/** Names and values that are kept as they are, in words. */
export function valuesKept(text: string | undefined): [name: string, value: string][] {
  const yaml = parseFront(text ?? "");
  if (typeof yaml === "string") return [];
  const values = groupOf(plainOf(yaml)) ?? {};
  return namesKept(yaml).map((name) => [name, inWords(values[name])]);
}

const TOLD = ["license", "base_model", "base_model_license", INDEX];

/** The results of the front matter, one a metric. */
export function resultsIn(text: string | undefined): CardResult[] {
  const yaml = parseFront(text ?? "");
  if (typeof yaml === "string") return [];
  return listOf(groupOf(plainOf(yaml))?.[INDEX]).flatMap((entry) =>
    listOf(groupOf(entry)?.results).flatMap((result) => {
      const { dataset, metrics } = groupOf(result) ?? {};
      const { name = "", type = "", split = "" } = groupOf(dataset) ?? {};
      return listOf(metrics).flatMap((metric) => {
        const { name: title, type: kind, value } = groupOf(metric) ?? {};
        if (typeof value !== "number" && typeof value !== "string") return [];
        return [{ metric: `${title ?? kind ?? ""}`, value, dataset: `${name || type}`, split: `${split}` }];
      });
    }),
  );
}

/** As Hugging Face lists results: by data set, each with its metrics. */
export function indexOf(name: string, results: readonly CardResult[]) {
  const byData = Map.groupBy(results, ({ dataset, split }) => JSON.stringify([dataset, split]));
  return [
    {
      name,
      results: [...byData.values()].flatMap((same) => {
        const [first] = same;
        if (!first) return [];
        const { dataset, split } = first;
        return {
          task: { type: "other" },
          dataset: { type: dataset, name: dataset, split },
          metrics: same.map(({ metric, value }) => ({ type: metric, value, name: metric })),
        };
      }),
    },
  ];
}

/** The library of Hugging Face refuses results that do not name their model, so we do too. */
function indexProblem(yaml: Front): string | null {
  const front = groupOf(plainOf(yaml)) ?? {};
  if (front.eval_results !== undefined && !textAt(yaml, "model_name"))
    return "eval_results needs model_name: say which model reached them";
  const index = front[INDEX];
  if (index === undefined || index === null) return null;
  if (!Array.isArray(index)) return "model-index must be a list of models with their results";
  const nameless = index.findIndex((entry) => !named(entry));
  return nameless < 0
    ? null
    : `model-index, entry ${nameless + 1}: name is missing: say which model reached the results`;
}

function named(entry: unknown): boolean {
  const { name } = groupOf(entry) ?? {};
  return typeof name === "string" && name.trim() !== "";
}

function plainOf(yaml: Front): unknown {
  return yaml.toJS({ maxAliasCount: 100 });
}

function groupOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function inWords(value: unknown): string {
  if (Array.isArray(value) && value.every((each) => typeof each !== "object" || each === null)) return value.join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
