import { z } from "zod";
import { riskRecord } from "#stages/data-bias/risk-records.ts";
import type { FactBag } from "#stages/fact.ts";
import { assessmentRecord } from "#stages/solution-bias/assessment-record.ts";

/* Only what is read of kinds whose own files read the attribute: they cannot be imported here. */
const baselines = { kind: "group-baselines", schema: z.object({ attribute: z.string(), group: z.string() }) };
const datasets = {
  kind: "dataset-versions",
  schema: z.object({
    tag: z.string(),
    groupShares: z.optional(z.array(z.object({ attribute: z.string(), group: z.string() }))),
  }),
};
const monitors = {
  kind: "monitors",
  schema: z.object({ name: z.string(), attribute: z.optional(z.string()), group: z.optional(z.string()) }),
};

/** Which groups of an attribute others name, and where: the first place is enough to say. */
export function usesOfGroups(attribute: string, facts: FactBag): ReadonlyMap<string, string> {
  const uses = [
    ...facts
      .of(baselines)
      .filter(({ data }) => data.attribute === attribute)
      .map(({ data, key }) => [data.group, `the group baseline “${key}”`] as const),
    ...facts
      .of(riskRecord)
      .filter(({ data }) => data.attribute === attribute)
      .flatMap(({ data }) => (data.groups ?? []).map((group) => [group, `the risk “${data.title}”`] as const)),
    ...facts
      .of(assessmentRecord)
      .filter(({ data }) => data.attribute === attribute)
      .flatMap(({ data }) => data.groups.map(({ name }) => [name, `the fairness assessment “${data.name}”`] as const)),
    ...facts
      .of(monitors)
      .filter(({ data }) => data.attribute === attribute)
      .flatMap(({ data }) => (data.group ? [[data.group, `the monitor “${data.name}”`] as const] : [])),
    ...facts
      .of(datasets)
      .flatMap(({ data }) =>
        (data.groupShares ?? [])
          .filter((share) => share.attribute === attribute)
          .map(({ group }) => [group, `the data version “${data.tag}”`] as const),
      ),
  ];
  return new Map(uses.toReversed());
}
