import type { FactsSetting } from "../../prisma/demo/facts/stage-fact.ts";
import { stageFacts } from "../../prisma/demo/facts/stage-facts.ts";
import type { Team } from "./e2e-people.ts";

const SETTING: FactsSetting = { tier: 2, affectsPeople: true, at: new Date() };

/** Records the usual facts of these stages over the API, each as the role that records it. */
export async function recordStages(team: Team, ...stages: readonly string[]): Promise<void> {
  for (const stage of stages)
    for (const { kind, key, data, by = "ML" } of stageFacts(stage, SETTING))
      await team[by].api.post(`${team.base}/${kind}`, { ...data, key });
}

/** The data of one of the usual facts, to be recorded with a difference. */
export function usualFact(stage: string, kind: string) {
  const found = stageFacts(stage, SETTING).find((fact) => fact.kind === kind);
  if (!found) throw new Error(`The usual facts of ${stage} hold none of ${kind}`);
  return found.data;
}
