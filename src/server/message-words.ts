import { linesOf } from "#domain/news-lines.ts";
import { publicUrl } from "#lib/environment.ts";
import { formatDateTime } from "#lib/format-date.ts";
import { plural } from "#lib/format-size.ts";

/** What a message is made of: its news with the words and places that people read. */
export type Spoken = {
  type: string;
  dedup: string;
  severity: string;
  at: number;
  title: string;
  detail: string;
  path: string;
  project: { slug: string; name: string } | null;
};

export type MessageLine = {
  severity: string;
  title: string;
  detail: string;
  /** What it did before, where it did more: "opened, resolved 2 times". */
  course: string;
  when: string;
  url: string;
};

export type Words = {
  subject: string;
  /** The news by project, the most severe first. */
  groups: { project: string; lines: MessageLine[] }[];
  /** What is left out, in words; empty where nothing is. */
  more: string;
  /** Where this person or project says what they want to hear. */
  settings: string;
};

const MOST_LINES = 20;
const LONGEST = 240;

/** One message for people: its lines once each, at most twenty, and how many more there are. */
export function messageWords(news: readonly Spoken[], { zone, settings }: { zone: string; settings: string }): Words {
  const lines = linesOf(news);
  const shown = lines.slice(0, MOST_LINES);
  const groups = [...Map.groupBy(shown, (line) => line.news.project?.name ?? "You")].map(([project, of]) => ({
    project: oneLine(project),
    lines: of.map(({ news: last, severity, course }) => ({
      ...{ severity, course, title: oneLine(last.title), detail: oneLine(last.detail) },
      when: `${formatDateTime(last.at, zone)}${zone === "UTC" ? " UTC" : ""}`,
      url: addressOf(last, settings),
    })),
  }));
  const left = lines.length - shown.length;
  return {
    subject: subjectOf(
      lines.map(({ severity }) => severity),
      groups,
    ),
    groups,
    more: left > 0 ? `and ${left.toLocaleString("en-GB")} more in Throughline` : "",
    settings,
  };
}

/** "Card fraud scoring: Recall is below its guardrail"; of many "3 critical and 12 other news from Card fraud scoring". */
function subjectOf(severities: readonly string[], groups: Words["groups"]): string {
  const [first] = groups;
  const only = first?.lines[0];
  if (!first || !only) return "Throughline";
  const from = groups.length === 1 ? first.project : plural(groups.length, "project");
  if (severities.length === 1)
    return `${only.severity === "critical" ? "Critical: " : ""}${first.project}: ${only.title}`;
  const critical = severities.filter((each) => each === "critical").length;
  const other = severities.length - critical;
  const counts = [
    ...(critical > 0 ? [`${critical.toLocaleString("en-GB")} critical`] : []),
    ...(other > 0 ? [`${other.toLocaleString("en-GB")}${critical > 0 ? " other" : ""}`] : []),
  ];
  return `${counts.join(" and ")} news from ${from}`;
}

function addressOf({ project, path }: Spoken, settings: string): string {
  if (project) return `${publicUrl()}/projects/${project.slug}${path ? `/${path}` : ""}`;
  return path ? `${publicUrl()}/${path}` : settings;
}

/** What people and tools typed, without what would break a line or a message apart. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = text.replaceAll(/[\s\u0000-\u001f\u007f]+/g, " ").trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}
