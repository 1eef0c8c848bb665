import { isWatched, threadOf, type Waiting } from "#domain/notify.ts";

export type Line<W extends Waiting> = {
  /** The last word about it, which says how it stands. */
  news: W;
  severity: string;
  /** Of what stands before the last word: "opened, resolved 2 times"; empty where that is all. */
  course: string;
};

/** What leaves together, each thing once, the most severe and then the latest first. */
export function linesOf<W extends Waiting>(leaving: readonly W[]): Line<W>[] {
  const lines = [...Map.groupBy(leaving, threadOf).values()].flatMap((thread) => {
    const inOrder = thread.toSorted((a, b) => a.at - b.at);
    const news = inOrder.at(-1);
    if (!news) return [];
    const severity = LOUDNESS.find((each) => thread.some((other) => other.severity === each)) ?? "info";
    return [{ news, severity, course: courseOf(inOrder) }];
  });
  return lines.sort((a, b) => loudness(a.severity) - loudness(b.severity) || b.news.at - a.news.at);
}

const LOUDNESS = ["critical", "warning", "info"];

function loudness(severity: string): number {
  return LOUDNESS.indexOf(severity);
}

/** What one thing did: nothing to say of a single piece of news. */
function courseOf(thread: readonly Waiting[]): string {
  if (thread.length === 1) return "";
  const kinds = [...Map.groupBy(thread, ({ type }) => type)];
  const [only] = kinds;
  if (kinds.length === 1 && only && !isWatched(only[0])) return `${only[1].length} times`;
  return kinds.map(([type, all]) => `${STEPS[type] ?? type}${all.length > 1 ? ` ${all.length} times` : ""}`).join(", ");
}

const STEPS: Readonly<Record<string, string>> = {
  "alert.opened": "opened",
  "alert.reopened": "opened again",
  "alert.acknowledged": "taken",
  "alert.resolved": "resolved",
  "criterion.breached": "breached",
  "criterion.recovered": "recovered",
};
