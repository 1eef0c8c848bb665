import { answerAt } from "#stages/answer-at.ts";
import type { BackwardSetting, StageBackward } from "#stages/backward-setting.ts";
import { biasMitigation } from "#stages/data-bias/bias-mitigation.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { isProxy, plainName } from "#stages/data-bias/proxies.ts";
import { registerOf } from "#stages/data-bias/register.ts";
import { riskAcceptance } from "#stages/data-bias/risk-acceptance.ts";
import { feature } from "#stages/data-selection/feature.ts";
import type { StageDocument } from "#stages/field.ts";

/**
 * What rules B4.3 to B4.5 look at. An acceptance may end where the risk is low by now, or closed. What the plan named
 * already is not new when it is recorded with its groups.
 */
export function dataBiasBackward({ facts, documents, now }: BackwardSetting): StageBackward {
  const planned = namesIn(documents["data-bias"], "protectedAttributes");
  const suspected = namesIn(documents["data-bias"], "suspectedProxies");
  const attributes = facts
    .of(protectedAttribute)
    .filter(({ data }) => !planned.has(plainName(data.name)))
    .map(({ data, recordedAt }) => ({ name: data.name, kind: "protected attribute" as const, addedAt: recordedAt }));
  const proxies = facts
    .of(feature)
    .filter(({ data }) => isProxy(data) && !suspected.has(plainName(data.name)))
    .map(({ data, recordedAt }) => {
      const addedAt = data.proxySince ? Date.parse(data.proxySince) : recordedAt;
      return { name: data.name, kind: "proxy" as const, addedAt };
    });
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

/** What the signed plan names under an answer: a draft of that stage would be no longer done. */
function namesIn(document: StageDocument | undefined, path: string): ReadonlySet<string> {
  const said = answerAt(document ?? {}, path);
  return new Set(Array.isArray(said) ? said.map((name) => plainName(String(name))) : []);
}
