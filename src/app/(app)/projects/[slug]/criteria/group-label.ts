import { labelsFrom } from "#app/(app)/projects/[slug]/criteria/criterion-draft.ts";
import type { AttributeGroups } from "#server/groups.ts";

type Choice = { value: string; label: string };

/** The groups of stage 4 as labels of a series: "age-band=18-25". Commas part labels, so a group that holds one is left out. */
export function groupChoices(attributes: readonly AttributeGroups[]): Choice[] {
  return attributes.flatMap(({ attribute, name, groups }) =>
    groups
      .filter((group) => !group.includes(","))
      .map((group) => ({ value: `${attribute}=${group}`, label: `${name}: ${group}` })),
  );
}

/** Which of the choices the labels name. */
export function chosenGroup(text: string, choices: readonly Choice[]): string | undefined {
  const labels = Object.entries(labelsFrom(text)).map(([name, value]) => `${name}=${value}`);
  return choices.find(({ value }) => labels.includes(value))?.value;
}

/** The labels with one group in place of any other; the rest of them stays. */
export function withGroup(text: string, group: string | undefined, choices: readonly Choice[]): string {
  const attributes = new Set(choices.map(({ value }) => value.slice(0, value.indexOf("="))));
  const others = Object.entries(labelsFrom(text)).filter(([name]) => !attributes.has(name));
  return [...others.map(([name, value]) => `${name}=${value}`), ...(group ? [group] : [])].join(", ");
}
