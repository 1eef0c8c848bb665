import { wallTime } from "#domain/local-time.ts";
import type { BackwardSetting, StageBackward } from "#stages/backward-setting.ts";
import { champions } from "#stages/retraining/champion-period.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";

/** What rules B6.5 and B10.1 to B10.5 look at. */
export function retrainingBackward(setting: BackwardSetting): StageBackward {
  const { facts, documents } = setting;
  const allowed = documents.retraining?.maxModelAgeDays;
  const { present } = champions(facts);
  return {
    retrainRuns: facts
      .of(retrainRun)
      .toReversed()
      .map(({ at, data }) => ({ startedAt: at, status: data.state })),
    champion: present && {
      name: present.data.modelVersion,
      since: present.at,
      maxAgeDays: typeof allowed === "number" ? allowed : null,
    },
    retrainBudget: budgetOf(setting),
  };
}

/** Costs count when their run began, in the month of the project's clock. */
function budgetOf({
  facts,
  documents,
  zone,
  now,
}: BackwardSetting): NonNullable<StageBackward["retrainBudget"]> | null {
  const budget = documents.retraining?.monthlyBudget;
  if (typeof budget !== "number") return null;
  const monthOf = (at: number) => new Date(wallTime(at, zone)).toISOString().slice(0, 7);
  const runs = facts.of(retrainRun).toReversed();
  let left = budget;
  for (const { at, data } of runs.filter((run) => monthOf(run.at) === monthOf(now))) {
    left -= data.cost ?? 0;
    if (left <= 0 && data.cost) return { usedUpAt: at, zone };
  }
  return { usedUpAt: null, zone };
}
