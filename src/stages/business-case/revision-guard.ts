import type { Requirement } from "#domain/requirement.ts";
import { fieldFix } from "#stages/fix.ts";

/** A history that people could write would be none: the case itself records it whenever it is saved. */
export function writtenByRule(what: string, path: string): Requirement[] {
  return [
    {
      key: "by-rule",
      label: "The history is written by the case itself",
      met: false,
      detail: `Change ${what} in the business case, and its revision is kept.`,
      fix: fieldFix(["PM", "ML"], `Change ${what}.`, path),
    },
  ];
}
