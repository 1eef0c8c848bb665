import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/* One rule: words that people read quote with “ ” and elide with ’. Straight ones are code's. */

/** Files whose templates are code of another language: HTML, SQL, lines to copy, other programs' names. */
const SPEAKS_CODE =
  /^src\/(generated|launch|server\/mlflow|wire\/(connect|mlflow|evidently))|\/(csv|mail-message|markdown|load-rows|rows|people|new-token|receiving-card|reminders)\.tsx?$|\/docs\/page/;
const SQL_NAME = /\bas "\w+"|"user"/g;
const HEADER = /content-disposition/;
const APOSTROPHE = /[A-Za-z]'(s|t|re|ve|ll|d|m)\b|\bO'[A-Z]/;

const SOURCES = globSync("src/**/*.{ts,tsx}").filter((file) => !SPEAKS_CODE.test(file));

test("no sentence holds a straight quote or apostrophe", () => {
  expect(SOURCES.length).toBeGreaterThan(500);
  const found = SOURCES.flatMap((file) => straightIn(readFileSync(file, "utf8")).map((line) => `${file}: ${line}`));
  expect(found).toEqual([]);
});

test.each([
  ['detail: `4 to go: "Rows"`', true],
  ["const all = `${one === 1 ? 'one is' : `${one} are`} gone`;".replaceAll("'", '"'), false],
  ["const gone = `“${name}” is gone`;", false],
  ['help: "The rota\'s name"', true],
  ["/* The platform's own select. */", false],
  ["  // without the library's drawing", false],
])("%s: %s", (line, found) => {
  expect(straightIn(line).length > 0).toBe(found);
});

function straightIn(source: string): string[] {
  const bare = source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "");
  return bare
    .split("\n")
    .filter((line) => !HEADER.test(line) && (templateText(line).includes('"') || APOSTROPHE.test(withoutRegExp(line))));
}

/** What the templates of one line say themselves, without what is put into them: from the innermost out. */
function templateText(line: string): string {
  let said = "";
  let rest = line;
  for (let before = ""; rest !== before; ) {
    before = rest;
    rest = rest.replaceAll(/\$?\{[^{}`]*\}/g, "").replaceAll(/`([^`{}]*)`/g, (_, text: string) => {
      said += text;
      return "";
    });
  }
  return said.replaceAll(SQL_NAME, "");
}

/** A pattern that knows what another program says. */
const withoutRegExp = (line: string): string => line.replaceAll(/\/[^/\n]+\/[a-z]*[;,.)]?$/g, "");
