import type { BackwardSetting, StageBackward } from "#stages/backward.ts";
import { biasMitigation } from "#stages/data-bias/bias-mitigation.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { registerOf } from "#stages/data-bias/register.ts";
import { riskAcceptance } from "#stages/data-bias/risk-acceptance.ts";
import { feature } from "#stages/data-selection/feature.ts";

/** What rules B4.3 to B4.5 look at. An acceptance may end where the risk is low by now, or closed. */
export function dataBiasBackward({ facts, now }: BackwardSetting): StageBackward {
  const attributes = facts
    .of(protectedAttribute)
    .map(({ data, recordedAt }) => ({ name: data.name, kind: "protected attribute" as const, addedAt: recordedAt }));
  const proxies = facts
    .of(feature)
    .filter(({ data }) => data.isProxyFor)
    .map(({ data, recordedAt }) => ({ name: data.name, kind: "proxy" as const, addedAt: recordedAt }));
  const ends = new Map<string, number>();
  const needed = new Set(
    registerOf(facts, now)
      .risks.filter(({ band }) => band !== "low")
      .map(({ key }) => key),
  );
  for (const { data } of facts.of(riskAcceptance).filter((each) => needed.has(each.data.risk)))
    ends.set(data.risk, Math.max(ends.get(data.risk) ?? 0, Date.parse(data.validUntil)));
  return {
    protectedAttributes: [...attributes, ...proxies],
    acceptances: [...ends].map(([risk, until]) => ({ risk, until })),
    mitigations: facts.of(biasMitigation).flatMap(({ data, recordedAt }) => {
      const finishedAt = data.doneOn ? Date.parse(data.doneOn) : data.verified ? recordedAt : null;
      return data.due ? [{ name: data.title, dueAt: Date.parse(data.due), finishedAt }] : [];
    }),
  };
}
