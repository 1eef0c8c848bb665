import type { Mail } from "#server/mail.ts";
import type { MessageLine, Words } from "#server/message-words.ts";

/** The same news as text and as simple HTML, for one address. */
export function mailMessage(to: string, messageId: string, { subject, groups, more, settings }: Words): Mail {
  const text = [
    ...groups.map(({ project, lines }) => [project, ...lines.map(textOf)].join("\n\n")),
    ...(more ? [more] : []),
    `What is told here, when, and how to end it: ${settings}`,
  ].join("\n\n");
  const html = [
    '<div style="font:15px/1.5 sans-serif;max-width:640px">',
    ...groups.flatMap(({ project, lines }) => [
      `<h2 style="font-size:16px;margin:24px 0 8px">${escaped(project)}</h2>`,
      ...lines.map(htmlOf),
    ]),
    more ? `<p>${escaped(more)}</p>` : "",
    `<p style="margin-top:32px;font-size:13px"><a href="${escaped(settings)}">What is told here, when, and how to end it</a></p></div>`,
  ].join("\n");
  return {
    ...{ to, subject, text, html, messageId },
    headers: { "List-Unsubscribe": `<${settings}>`, "Auto-Submitted": "auto-generated" },
  };
}

function textOf({ severity, title, detail, course, when, url }: MessageLine): string {
  return [`${loud(severity)}${title}`, detail, course && `(${course})`, `${when}  ${url}`]
    .filter(Boolean)
    .map((line) => `  ${line}`)
    .join("\n");
}

function htmlOf({ severity, title, detail, course, when, url }: MessageLine): string {
  const rest = [detail, course].filter(Boolean).map(escaped).join("<br>");
  return `<p style="margin:0 0 14px">${loud(severity) && `<b>${loud(severity)}</b>`}<a href="${escaped(url)}">${escaped(title)}</a>${
    rest && `<br>${rest}`
  }<br><span style="font-size:13px;opacity:.75">${escaped(when)}</span></p>`;
}

function loud(severity: string): string {
  return severity === "critical" ? "Critical: " : severity === "warning" ? "Warning: " : "";
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
