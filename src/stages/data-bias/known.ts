import { biasRisk } from "#stages/data-bias/bias-risk.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { isProxy } from "#stages/data-bias/proxies.ts";
import { feature } from "#stages/data-selection/feature.ts";
import type { FactBag } from "#stages/fact.ts";
import { type KnownAnswers, knownFrom } from "#stages/known.ts";

/** Attributes, stand-ins and harms as they are recorded, in place of the plan's own lists. */
export function knownInDataBias({ of }: Pick<FactBag, "of">): KnownAnswers {
  const attributes = of(protectedAttribute);
  const marked = of(feature).filter(({ data }) => isProxy(data));
  return {
    ...knownFrom(
      { from: "recorded with their groups", where: `/facts/${protectedAttribute.kind}` },
      {
        protectedAttributes: attributes.map(({ data }) => data.name),
        attributeSource: [...new Set(attributes.map(({ data }) => data.source))],
      },
    ),
    ...knownFrom(
      { from: "features that are marked", where: `/facts/${feature.kind}` },
      { suspectedProxies: marked.map(({ data }) => data.name) },
    ),
    ...knownFrom(
      { from: "from the risk register", where: `/facts/${biasRisk.kind}` },
      { harmTypes: [...new Set(of(biasRisk).map(({ data }) => data.harm))] },
    ),
  };
}
