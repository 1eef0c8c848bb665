import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { isRepresented, REPRESENTATION_BAND, representationRatio } from "#domain/representation.ts";
import { factKey, fraction, groupName, wholeNumber } from "#stages/answers.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import type { Fact } from "#stages/fact.ts";
import { defineFact, type FactContext, type Figure, may, told } from "#stages/fact-kind.ts";

const schema = z.object({
  attribute: told(factKey("protected-attributes"), { label: "Protected attribute" }),
  group: told(groupName("attribute"), { label: "Group", help: "One of the attribute’s groups." }),
  populationShare: told(fraction(), { label: "Share in the population" }),
  sampleShare: told(fraction(), { label: "Share in the data" }),
  baseRate: may(fraction(), { label: "Base rate", help: "How often the outcome occurs in this group." }),
  labelNoise: may(fraction(), { label: "Label noise", help: "Share of labels that are wrong in this group." }),
  n: may(wholeNumber(0, 1e15), { label: "Rows of this group" }),
});
export type GroupBaselineData = z.infer<typeof schema>;

export const groupBaseline = defineFact({
  kind: "group-baselines",
  one: "group baseline",
  many: "group baselines",
  stage: "data-bias",
  help: "How much of the data and of the population a group is, how often the outcome occurs in it, and how sure its labels are.",
  name: "group",
  writers: ["ML", "PM", "LD", "RV"],
  seen: [{ each: "attribute", newest: 50 }],
  columns: ["attribute", "populationShare", "sampleShare", "baseRate", "labelNoise", "n"],
  schema,
  check(next, context) {
    const siblings = othersOf(next, context);
    return [...wrongGroup(next, context), ...recordedTwice(next, siblings), ...tooMuch(next, siblings)];
  },
  figures: ({ data }) => representationFigures(data),
  seenByViewers({ attribute, group, populationShare, sampleShare, ...counted }) {
    const shown = { attribute, group, populationShare, sampleShare };
    return (counted.n ?? SEEN_FROM) < SEEN_FROM ? shown : { ...shown, ...counted };
  },
});

/** In smaller groups a person could be made out; viewers see their shares only (A2). */
const SEEN_FROM = 10;

/** Whether a group is flagged: its ratio is outside 0.8 to 1.25. */
export function isFlagged({ sampleShare, populationShare }: GroupBaselineData): boolean {
  return isRepresented(representationRatio(sampleShare, populationShare)) === false;
}

function representationFigures(data: GroupBaselineData): Figure[] {
  const { sampleShare, populationShare } = data;
  const ratio = representationRatio(sampleShare, populationShare);
  const within = isRepresented(ratio);
  const inputs = { sampleShare, populationShare, ...REPRESENTATION_BAND };
  const reason = ratio === null ? { reason: "The population has nobody of this group." } : {};
  const words = within ? "As in the population" : (ratio ?? 0) < 1 ? "Under-represented" : "Over-represented";
  return [
    {
      name: "ratio",
      label: "Representation ratio",
      value: ratio,
      calculator: "representation_ratio",
      inputs,
      ...reason,
    },
    {
      name: "representation",
      label: "Representation",
      value: within === null ? null : words,
      calculator: "representation_ratio",
      inputs,
      ...reason,
    },
  ];
}

/** The other groups of the same attribute. */
function othersOf(next: GroupBaselineData, context: FactContext<GroupBaselineData>): Fact<GroupBaselineData>[] {
  return context
    .of({ kind: "group-baselines", schema })
    .filter(({ key, data }) => data.attribute === next.attribute && data !== next && key !== context.before?.key);
}

function wrongGroup(next: GroupBaselineData, context: FactContext<GroupBaselineData>): Issue[] {
  const attribute = context.of(protectedAttribute).find(({ key }) => key === next.attribute);
  if (!attribute || attribute.data.groups.includes(next.group)) return [];
  return [{ path: "group", message: `One of the groups is expected: ${attribute.data.groups.join(", ")}` }];
}

function recordedTwice({ group }: GroupBaselineData, siblings: readonly Fact<GroupBaselineData>[]): Issue[] {
  const same = siblings.find(({ data }) => data.group === group);
  return same ? [{ path: "group", message: `This group is recorded already, as “${same.key}”` }] : [];
}

function tooMuch(next: GroupBaselineData, siblings: readonly Fact<GroupBaselineData>[]): Issue[] {
  return (["populationShare", "sampleShare"] as const).flatMap((path) => {
    const total = siblings.reduce((sum, { data }) => sum + data[path], next[path]);
    if (total <= 1 + SHARE_ROUNDING) return [];
    return [{ path, message: "The shares of all groups of the attribute together exceed 100%" }];
  });
}

/** Shares that were rounded to a percent may add up to a little more than one. */
const SHARE_ROUNDING = 0.02;
