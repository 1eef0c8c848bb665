import type { RuleVerdict } from "#domain/evidence.ts";
import { listed } from "#domain/listed.ts";
import { groupBaseline } from "#stages/data-bias/group-baseline.ts";
import { shareOf } from "#stages/data-bias/group-shares.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { feature } from "#stages/data-selection/feature.ts";
import type { FactBag } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";

/* Items of stage 4 that what is recorded proves: nobody brings a number for what stands here already. */

/** Item 4.2: every group of every attribute has its shares. Where membership is not known, there are none to count. */
export function representationKnown(_document: unknown, facts: StageFacts): RuleVerdict {
  const where = "/facts/group-baselines";
  const groups = comparedGroups(facts);
  if (groups.length === 0)
    return {
      met: false,
      detail: "No protected attribute is recorded with its groups.",
      where: "/facts/protected-attributes",
    };
  const open = groups.filter(({ baseline }) => !baseline);
  if (open.length > 0)
    return { met: false, detail: `Without its shares: ${listed(open.map(({ name }) => name))}.`, where };
  const ratios = groups.flatMap(({ baseline, group }) => {
    const share = baseline && shareOf(group, baseline.data.populationShare, baseline.data.sampleShare).ratio;
    return typeof share === "number" ? [share] : [];
  });
  const smallest = ratios.length > 0 ? `, the smallest ratio ${Math.min(...ratios).toFixed(2)}` : "";
  return { met: true, detail: `${groups.length} of ${groups.length} groups have their shares${smallest}.`, where };
}

/** Item 4.3. */
export function baseRatesKnown(_document: unknown, facts: StageFacts): RuleVerdict {
  const where = "/facts/group-baselines";
  const groups = comparedGroups(facts);
  if (groups.length === 0) return { met: false, detail: "No group is recorded.", where };
  const open = groups.filter(
    ({ baseline }) => baseline?.data.baseRate === undefined || baseline.data.labelNoise === undefined,
  );
  if (open.length > 0)
    return { met: false, detail: `Base rate or label noise is open: ${listed(open.map(({ name }) => name))}.`, where };
  return { met: true, detail: `Both are known of ${groups.length} of ${groups.length} groups.`, where };
}

/** Item 4.4: what is marked as a stand-in was tested. That nothing is one takes evidence of who looked. */
export function proxiesTested(_document: unknown, facts: StageFacts): RuleVerdict {
  const where = "/facts/features";
  const proxies = facts.of(feature).filter(({ data }) => data.isProxyFor);
  if (proxies.length === 0) return { met: false, detail: "No feature is marked as a stand-in.", where };
  const open = proxies.filter(({ data }) => data.proxyAssociation === undefined).map(({ data }) => data.name);
  if (open.length > 0) return { met: false, detail: `Not tested: ${listed(open)}.`, where };
  const strongest = Math.max(...proxies.map(({ data }) => data.proxyAssociation ?? 0)).toFixed(2);
  return {
    met: true,
    detail: `${proxies.length} of ${proxies.length} tested, the strongest association ${strongest}.`,
    where,
  };
}

function comparedGroups(facts: FactBag) {
  const baselines = facts.of(groupBaseline);
  return facts
    .of(protectedAttribute)
    .filter(({ data }) => data.source !== "unavailable")
    .flatMap(({ key, data }) =>
      data.groups.map((group) => ({
        group,
        name: `${data.name}, ${group}`,
        baseline: baselines.find((each) => each.data.attribute === key && each.data.group === group),
      })),
    );
}
