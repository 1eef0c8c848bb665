import { BulletKey } from "#components/charts/bullet.tsx";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { CRITERION_STATE_NAMES } from "#components/ui/criterion-tag.tsx";
import { successRollup } from "#domain/progress.ts";
import { guardrailWords, targetWords } from "#lib/criterion-words.ts";
import { csvLink } from "#lib/csv-link.ts";
import { formatPercent, formatScore, formatValue } from "#lib/format.ts";
import { plural } from "#lib/format-size.ts";
import { type CriterionView, listCriteria } from "#server/criteria.ts";
import { listMovedGoalposts } from "#server/moved-goalposts.ts";
import { answerIn } from "#stages/answer-at.ts";
import { How } from "#stages/how.tsx";
import type { StagePanelProps } from "#stages/panel.tsx";
import { GoalBranches } from "#stages/success-criteria/goal-branches.tsx";
import { goalPicture } from "#stages/success-criteria/goal-tree.ts";
import { MovedNotice } from "#stages/success-criteria/moved-notice.tsx";

/** The picture of stage 2: from the goal down to what is measured, each criterion with its five numbers in one line. */
export async function SuccessCriteriaPanel({ access, facts, zone }: StagePanelProps) {
  const [criteria, moved] = await Promise.all([listCriteria(access), listMovedGoalposts(access)]);
  if (criteria.length === 0) return null;
  const told = (path: string) => answerIn(facts.documents, "success-criteria", path);
  const picture = goalPicture(criteria, told("northStar"));
  const rollup = successRollup(criteria);
  const finding = findingOf(criteria, picture.by);
  const score = {
    label: "Success score",
    calculator: "success_rollup",
    inputs: Object.fromEntries(
      criteria.map(({ name, weight, progress }) => [name, `${shareText(progress)} × ${weight}`]),
    ),
  };
  const base = `/projects/${access.slug}`;
  return (
    <>
      <MovedNotice moved={moved} base={base} zone={zone} />
      <ChartFrame
        title="From goal to measure"
        measure="Each on its own axis, in its own unit; the last evaluated window"
        current={rollup.score === null ? undefined : `${formatScore(rollup.score)} of 100`}
        actions={<How figure={score} at={facts.now} zone={zone} />}
        finding={finding}
        table={{
          columns: COLUMNS,
          rows: criteria.map((each) => [
            each.name,
            nameOf(criteria, each.supports),
            formatValue(each.baseline, each.unit),
            guardrailWords(each),
            targetWords(each),
            formatValue(each.value, each.unit),
            shareText(each.progress),
            CRITERION_STATE_NAMES[each.state],
          ]),
        }}
        csvHref={csvLink(
          COLUMNS,
          criteria.map((c) => [
            c.name,
            c.supports,
            c.baseline,
            guardrailWords(c),
            targetWords(c),
            c.value,
            c.progress,
            c.state,
          ]),
        )}
      >
        <BulletKey />
        <GoalBranches
          picture={picture}
          base={base}
          link={told("offlineOnlineLink")}
          correlation={told("proxyCorrelation")}
          zone={zone}
          at={facts.now}
        />
      </ChartFrame>
    </>
  );
}

const COLUMNS = ["Criterion", "Supports", "Baseline", "Guardrail", "Target", "Now", "Way gone", "State"];

function nameOf(criteria: readonly CriterionView[], key: string | null): string {
  return criteria.find((each) => each.key === key)?.name ?? "–";
}

function shareText(progress: number | null): string {
  return progress === null ? "not known" : formatPercent(progress, 0);
}

function findingOf(criteria: readonly CriterionView[], by: "kind" | "links"): string {
  const states = ["breached", "at_risk", "no_data", "met"] as const;
  const words = { breached: "breached", at_risk: "at risk", no_data: "without data", met: "met" };
  const counts = states.flatMap((state) => {
    const count = criteria.filter((each) => each.state === state).length;
    return count > 0 ? [`${count} ${words[state]}`] : [];
  });
  const branches =
    by === "links"
      ? "A branch leads from a criterion to those that support it."
      : "A branch follows the kind of the criterion; say in a criterion which other it supports, and it hangs there.";
  return `Of ${plural(criteria.length, "criterion", "criteria")}: ${counts.join(", ")}. ${branches}`;
}
