import type { HeardPoints } from "#wire/heard.ts";

type Labels = NonNullable<HeardPoints["series"]["labels"]>;

const MOST = 20;
const LONGEST_KEY = 60;
const LONGEST_VALUE = 200;
const LONGEST_NAME = 200;
const LONGEST_UNIT = 40;

/** The labels of a series, or why they cannot be: leaving some out would make one series of two. */
export function labelsOf(pairs: Iterable<readonly [string, string]>): Labels | string {
  const labels: Labels = {};
  let count = 0;
  for (const [key, value] of pairs) {
    if (!isText(key, LONGEST_KEY)) return `A label’s name has 1 to ${LONGEST_KEY} characters.`;
    if (value.length > LONGEST_VALUE || value.includes("\0"))
      return `The label “${key}” is longer than ${LONGEST_VALUE} characters.`;
    if (!Object.hasOwn(labels, key) && ++count > MOST)
      return `It has more than ${MOST} labels. Leave out those that do not tell groups apart.`;
    Object.defineProperty(labels, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return labels;
}

/** `ending`: what is added to the name. */
export function nameProblem(name: string, ending = 0): string | null {
  return isText(name, LONGEST_NAME - ending) ? null : `A name has 1 to ${LONGEST_NAME - ending} characters.`;
}

/** A unit that says something: "1" is how pure numbers are called. */
export function unitOf(unit: string): { unit?: string } {
  return unit !== "1" && isText(unit, LONGEST_UNIT) ? { unit: unit.trim() } : {};
}

function isText(text: string, longest: number): boolean {
  return text.length <= longest && text.trim() !== "" && !text.includes("\0");
}
