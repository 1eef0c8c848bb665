import type { z } from "zod";
import type { GroupRatio } from "#domain/backward-facts.ts";
import type { Issue } from "#domain/errors.ts";
import { isRepresented, REPRESENTATION_BAND, representationRatio } from "#domain/representation.ts";
import { factKey, fraction, records, text } from "#stages/answers.ts";
import { groupBaseline } from "#stages/data-bias/group-baseline.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import type { FactBag } from "#stages/fact.ts";
import { type Figure, may, told } from "#stages/fact-kind.ts";

const MOST_GROUPS = 200;

/** How much of a data version each group is; the population is that of stage 4, where the groups are named. */
export const groupShares = may(
  records(
    {
      attribute: told(factKey("protected-attributes"), { label: "Attribute" }),
      group: told(text(1, 80), { label: "Group" }),
      share: told(fraction(), { label: "Share" }),
    },
    1,
    MOST_GROUPS,
  ),
  {
    label: "Share of each group",
    help: "Of the groups of the protected attributes, named by their keys. A published version whose shares lie outside 0.80 to 1.25 of those in the population sends the bias plan back.",
  },
);
type GroupShares = z.infer<typeof groupShares>;

/** Against the shares in the population that the baselines of stage 4 tell; a group without one has no ratio. */
export function datasetRatios(facts: FactBag, shares: GroupShares = []): GroupRatio[] {
  const baselines = facts.of(groupBaseline).map(({ data }) => data);
  return shares.map(({ attribute, group, share }) => {
    const baseline = baselines.find((each) => each.attribute === attribute && each.group === group);
    return { group, ratio: baseline ? representationRatio(share, baseline.populationShare) : null };
  });
}

export function datasetShareIssues(shares: GroupShares = [], facts: FactBag): Issue[] {
  const attributes = new Map(facts.of(protectedAttribute).map(({ key, data }) => [key, data.groups]));
  const seen = new Set<string>();
  return shares.flatMap(({ attribute, group }, row): Issue[] => {
    const groups = attributes.get(attribute);
    const name = `${attribute}/${group}`;
    if (!groups) return [{ path: `groupShares.${row}.attribute`, message: unknownAttribute([...attributes.keys()]) }];
    if (!groups.includes(group))
      return [{ path: `groupShares.${row}.group`, message: `One of the groups is expected: ${groups.join(", ")}` }];
    if (seen.has(name)) return [{ path: `groupShares.${row}.group`, message: "This group stands here twice" }];
    seen.add(name);
    return [];
  });
}

/** The group that is furthest from its share, where shares are told. */
export function datasetShareFigures(shares: GroupShares, facts: FactBag): Figure[] {
  if (!shares) return [];
  const ratios = datasetRatios(facts, shares);
  const known = ratios.flatMap(({ group, ratio }) => (ratio === null ? [] : [{ group, ratio }]));
  const [furthest] = known.toSorted((a, b) => distance(b.ratio) - distance(a.ratio));
  const outside = known.filter(({ ratio }) => isRepresented(ratio) === false).map(({ group }) => group);
  const common = {
    calculator: "representation_ratio",
    inputs: { ...Object.fromEntries(ratios.map(({ group, ratio }) => [group, ratio])), ...REPRESENTATION_BAND },
  };
  return [
    {
      name: "furthestRatio",
      label: furthest ? `Furthest from its share: ${furthest.group}` : "Furthest from its share",
      value: furthest?.ratio ?? null,
      ...common,
      ...(furthest ? {} : { reason: "None of the groups has its share in the population in the bias plan." }),
    },
    {
      name: "outOfLine",
      label: "Groups out of line",
      value: known.length > 0 ? outside.join(", ") || "none" : null,
      ...common,
      ...(known.length > 0 ? {} : { reason: "No ratio is known." }),
    },
  ];
}

function unknownAttribute(known: readonly string[]): string {
  return known.length > 0
    ? `The key of a protected attribute is expected: ${known.join(", ")}`
    : "Record the protected attribute with its groups first";
}

const distance = (ratio: number): number => (ratio === 0 ? Number.POSITIVE_INFINITY : Math.abs(Math.log(ratio)));
