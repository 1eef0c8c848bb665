import type { z } from "zod";

/** Turns what zod found into a sentence for the person who typed it. A message set on the answer itself wins. */
export function sentenceFor(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "Missing" : (EXPECTED[issue.expected] ?? "Another kind of value is expected");
    case "too_small":
      return belowLimit(issue);
    case "too_big":
      return aboveLimit(issue);
    case "invalid_value":
      return `One of: ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return FORMATS[issue.format] ?? "Not in the expected form";
    case "unrecognized_keys":
      return `There is no answer called “${issue.keys.join("”, “")}” here`;
    default:
      return "Not valid";
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: "Text is expected",
  number: "A finite number is expected",
  int: "A whole number is expected",
  boolean: "Yes or no is expected (true or false)",
  array: "A list is expected",
  object: "A group of named answers is expected",
};

const FORMATS: Readonly<Record<string, string>> = {
  url: "A web address is expected, starting with http:// or https://",
  guid: "A person of this installation is expected, by id",
  date: "A date is expected, as in 2026-03-16",
  datetime: "A time with its zone is expected, as in 2026-03-16T09:00:00Z",
};

type Limit<Code extends string> = Extract<z.core.$ZodRawIssue, { code: Code }>;

function belowLimit({ origin, minimum, inclusive, input }: Limit<"too_small">): string {
  if (origin === "string" && sizeOf(input) === 0) return `Fill this in: at least ${count(minimum, "character")}`;
  if (origin === "string") return `At least ${count(minimum, "character")}; this has ${sizeOf(input)}`;
  if (origin === "array") return `At least ${minimum} ${Number(minimum) === 1 ? "entry" : "entries"}`;
  return inclusive === false ? `More than ${minimum}` : `At least ${minimum}`;
}

function aboveLimit({ origin, maximum, inclusive, input }: Limit<"too_big">): string {
  if (origin === "string") return `At most ${count(maximum, "character")}; this has ${sizeOf(input)}`;
  if (origin === "array") return `At most ${maximum} entries; this has ${sizeOf(input)}`;
  return inclusive === false ? `Less than ${maximum}` : `At most ${maximum}`;
}

function count(limit: number | bigint, noun: string): string {
  return `${limit} ${noun}${Number(limit) === 1 ? "" : "s"}`;
}

function sizeOf(input: unknown): number {
  return typeof input === "string" || Array.isArray(input) ? input.length : 0;
}
