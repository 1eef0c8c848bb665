import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mailMessage } from "#server/mail-message.ts";
import { messageWords, type Spoken } from "#server/message-words.ts";
import { slackMessage } from "#server/slack-message.ts";

const CARD = { slug: "card", name: "Card fraud" };
const SHELF = { slug: "shelf", name: "Fresh food" };
const SETTINGS = "https://tl.example.org/profile/notifications";

let former: string | undefined;
beforeEach(() => {
  former = process.env.THROUGHLINE_URL;
  process.env.THROUGHLINE_URL = "https://tl.example.org";
});
afterEach(() => {
  if (former === undefined) delete process.env.THROUGHLINE_URL;
  else process.env.THROUGHLINE_URL = former;
});

function news(also: Partial<Spoken> = {}): Spoken {
  return {
    ...{ type: "alert.opened", dedup: "alert:1", severity: "warning", at: Date.parse("2026-03-29T00:30Z") },
    ...{ title: "Recall is low", detail: "0.62", path: "monitoring#alert-1", project: CARD },
    ...also,
  };
}

const words = (...all: Spoken[]) => messageWords(all, { zone: "Europe/Berlin", settings: SETTINGS });

describe("the subject of a message", () => {
  const comment = (at: number) => news({ type: "comment.added", dedup: `comment:${at}`, severity: "info" });

  test.each([
    ["one piece of news", [news()], "Card fraud: Recall is low"],
    ["one that is critical", [news({ severity: "critical" })], "Critical: Card fraud: Recall is low"],
    ["several of one project", [comment(1), comment(2)], "2 news from Card fraud"],
    [
      "some of them critical",
      [news({ severity: "critical" }), comment(1)],
      "1 critical and 1 other news from Card fraud",
    ],
    ["of several projects", [news(), { ...comment(1), project: SHELF }], "2 news from 2 projects"],
    ["a test of one's own channel", [news({ project: null, title: "A test" })], "You: A test"],
  ])("tells %s", (_, all, subject) => {
    expect(words(...all).subject).toBe(subject);
  });
});

test("times are those of the channel's clock, also in the night in which it is moved", () => {
  const at = (text: string) => words(news({ at: Date.parse(text) })).groups[0]?.lines[0]?.when;
  expect(at("2026-03-29T00:30Z")).toBe("29 Mar 2026, 01:30");
  expect(at("2026-03-29T01:30Z")).toBe("29 Mar 2026, 03:30");
});

test("a very long text is cut, and a message of many lines stays within what Slack takes", () => {
  const many = Array.from({ length: 40 }, (_, index) =>
    news({ dedup: `alert:${index}`, title: "&".repeat(5_000), detail: "<".repeat(5_000) }),
  );
  const { blocks } = JSON.parse(slackMessage(words(...many)));
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const block of blocks) expect((block.text ?? block.elements[0]).text.length).toBeLessThanOrEqual(3_000);
});

test("mail leads to the page, says how to end it, and holds what was typed as text in both parts", () => {
  const typed = `</p><script>alert(1)</script> "x"\r\nBcc: all@example.org`;
  const mail = mailMessage("a@example.org", "0197", words(news({ title: typed })));
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(mail.html).not.toContain("<script>");
  expect(mail.html).toContain('href="https://tl.example.org/projects/card/monitoring#alert-1"');
  expect(mail.text).toContain("https://tl.example.org/projects/card/monitoring#alert-1");
  expect(mail.headers).toEqual({ "List-Unsubscribe": `<${SETTINGS}>`, "Auto-Submitted": "auto-generated" });
});
