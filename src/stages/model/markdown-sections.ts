export type MarkdownSection = { heading: string; text: string };
export type MarkdownParts = { title: string | null; preamble: string; sections: MarkdownSection[] };

/** Cuts a Markdown text at its headings of the second level; a heading inside a code fence is text. */
export function partsOf(markdown: string): MarkdownParts {
  const parts: MarkdownParts = { title: null, preamble: "", sections: [] };
  for (const { line, fenced } of linesOf(markdown)) {
    const heading = fenced ? null : /^(#{1,2})\s+(.*?)\s*#*\s*$/.exec(line);
    if (heading?.[1] === "##") parts.sections.push({ heading: heading[2] ?? "", text: "" });
    else if (heading && parts.title === null && parts.sections.length === 0) parts.title = heading[2] ?? "";
    else add(parts, line);
  }
  const sections = parts.sections.map(({ heading, text }) => ({ heading, text: text.trim() }));
  return { title: parts.title, preamble: parts.preamble.trim(), sections };
}

/**
 * A text that stays one section: headings of the first and second level become third level, and a fence that was left
 * open is closed.
 */
export function nested(text: string): string {
  const lines = [...linesOf(text.trim())];
  const whole = lines.map(({ line, fenced }) =>
    !fenced && /^#{1,2}\s/.test(line) ? line.replace(/^#+/, "###") : line,
  );
  const open = lines.at(-1)?.open;
  return [...whole, ...(open ? [open] : [])].join("\n").trim();
}

function add(parts: MarkdownParts, line: string): void {
  const last = parts.sections.at(-1);
  if (last) last.text += `${line}\n`;
  else parts.preamble += `${line}\n`;
}

/** A fence ends with at least as many of the same sign as it began with. */
function* linesOf(text: string): Generator<{ line: string; fenced: boolean; open: string | null }> {
  let fence: string | null = null;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    const opens = fence === null && mark !== null;
    const closes = fence !== null && mark?.[1]?.startsWith(fence) === true && (mark[2] ?? "").trim() === "";
    const fenced = fence !== null || opens;
    if (opens) fence = mark[1] ?? null;
    else if (closes) fence = null;
    yield { line, fenced, open: fence };
  }
}
