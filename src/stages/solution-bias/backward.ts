import type { BackwardSetting, StageBackward } from "#stages/backward-setting.ts";
import { release, tagOf } from "#stages/integration/release.ts";
import type { LiveCount } from "#stages/live-signals.ts";
import { fairnessAssessment } from "#stages/solution-bias/assessment.ts";
import { type Assessment, exemptionRecord } from "#stages/solution-bias/assessment-record.ts";
import { judgedMeasures } from "#stages/solution-bias/assessment-verdicts.ts";
import { complaint } from "#stages/solution-bias/complaint.ts";
import { liveGroups } from "#stages/solution-bias/live-groups.ts";
import { remediation } from "#stages/solution-bias/remediation.ts";

/** What rules B4.1, B6.3 and B8.2 to B8.5 look at. An assessment counts from when it is known. */
export function solutionBiasBackward({ facts, live }: BackwardSetting): StageBackward {
  const all = facts.of(fairnessAssessment).toReversed();
  const assessed = new Set(all.map(({ data }) => data.release));
  const [newest] = facts.of(fairnessAssessment);
  return {
    groupMix: newest ? mixOf(newest, live?.counts ?? []) : [],
    assessments: all.map(({ key, data, at }) => {
      const exempted = facts.of(exemptionRecord).filter((each) => each.data.assessment === key);
      const measures = judgedMeasures(
        data,
        undefined,
        exempted.map((each) => each.data.group),
      );
      const phases = facts.of(remediation).filter((each) => each.data.assessment === key);
      return {
        ...{ key, release: tagOf(facts, data.release), at },
        verdicts: measures.map(({ measure, verdict }) => ({ measure, verdict })),
        remediationPhases: phases.map((each) => each.data.phase),
      };
    }),
    releases: facts.of(release).map(({ key, data, recordedAt }) => ({
      ...{ name: data.tag, createdAt: recordedAt, assessed: assessed.has(key) },
    })),
    complaints: facts.of(complaint).map(({ at, data }) => ({ receivedAt: at, outcome: data.outcome })),
  };
}

/** Groups that can be told from chance, with the share that they had when the newest assessment was made. */
function mixOf(assessment: Assessment, counts: readonly LiveCount[]) {
  return liveGroups(assessment, counts).flatMap(({ group, share, ratio }) =>
    ratio === null ? [] : [{ group, assessedShare: ratio > 0 ? share / ratio : 1, currentShare: share }],
  );
}
