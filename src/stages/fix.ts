import type { Requirement } from "#domain/requirement.ts";
import type { Role } from "#domain/vocabulary.ts";

/** A requirement as the gate shows it: how to mend it is said only while it is unmet. */
export function requirement({ fix, items, ...verdict }: Requirement): Requirement {
  return verdict.met ? verdict : { ...verdict, fix, ...(items && items.length > 0 && { items }) };
}

/** Points at one answer of the stage page. */
export function fieldFix(who: readonly Role[], what: string, path: string): Requirement["fix"] {
  return { who, what, where: `#field-${path}` };
}

/** Points at the criteria of the stage page. */
export function criteriaFix(what: string): Requirement["fix"] {
  return { who: ["PM", "ML"], what, where: "#criteria" };
}

/** Points at the table of one kind of fact. */
export function factsFix(who: readonly Role[], what: string, kind: string): Requirement["fix"] {
  return { who, what, where: `/facts/${kind}` };
}
