import type { MessageLine, Words } from "#server/message-words.ts";

/** The most that Slack takes in one section. */
const SECTION_LENGTH = 3_000;

/**
 * What incoming webhooks of Slack take. `text` says everything by itself, because Mattermost and Rocket.Chat read that and
 * leave the blocks.
 */
export function slackMessage({ groups, more, settings }: Words): string {
  const parts = groups.map(({ project, lines }) => [`*${escaped(project)}*`, ...lines.map(lineOf)]);
  const foot = `${more ? `${more}. ` : ""}<${settings}|What is told here>`;
  const blocks = [
    ...parts.flatMap(sectionsOf).map((text) => ({ type: "section", text: { type: "mrkdwn", text } })),
    { type: "context", elements: [{ type: "mrkdwn", text: foot }] },
  ];
  return JSON.stringify({ text: [...parts.map((lines) => lines.join("\n")), foot].join("\n"), blocks });
}

function lineOf({ severity, title, detail, course, when, url }: MessageLine): string {
  const loud = severity === "info" ? "" : `*${severity === "critical" ? "Critical" : "Warning"}* `;
  const rest = [detail, course].filter(Boolean).map(escaped).join(" – ");
  return `• ${loud}<${url}|${escaped(title).replaceAll("|", "¦")}>${rest ? `: ${rest}` : ""} (${when})`;
}

/** As many lines a section as fit; each line is far shorter than a section. */
function sectionsOf(lines: readonly string[]): string[] {
  const sections: string[] = [];
  for (const line of lines) {
    const last = sections.at(-1);
    if (last !== undefined && last.length + line.length < SECTION_LENGTH)
      sections[sections.length - 1] = `${last}\n${line}`;
    else sections.push(line.slice(0, SECTION_LENGTH));
  }
  return sections;
}

/** Text is no markup, and calls nobody: Mattermost and Rocket.Chat would wake a whole channel for an `@all`. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/@(?=all|channel|everyone|here)/gi, "@\u200b");
}
