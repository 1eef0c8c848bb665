import Link from "next/link";
import { Bullet, BulletKey } from "#components/charts/bullet.tsx";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { CRITERION_STATE_NAMES, CriterionTag } from "#components/ui/criterion-tag.tsx";
import { successRollup } from "#domain/progress.ts";
import { guardrailWords, targetWords } from "#lib/criterion-words.ts";
import { csvLink } from "#lib/csv-link.ts";
import { formatNumber, formatPercent, formatScore, formatValue } from "#lib/format.ts";
import { plural } from "#lib/format-size.ts";
import { type CriterionView, listCriteria } from "#server/criteria.ts";
import { listMovedGoalposts } from "#server/moved-goalposts.ts";
import { answerIn } from "#stages/answer-at.ts";
import { How } from "#stages/how.tsx";
import type { StagePanelProps } from "#stages/panel.tsx";
import { goalTree, type Level } from "#stages/success-criteria/goal-tree.ts";
import { MovedNotice } from "#stages/success-criteria/moved-notice.tsx";

/** The picture of stage 2: from the goal down to what is measured, each criterion with its five numbers in one line. */
export async function SuccessCriteriaPanel({ access, facts, zone }: StagePanelProps) {
  const [criteria, moved] = await Promise.all([listCriteria(access), listMovedGoalposts(access)]);
  if (criteria.length === 0) return null;
  const told = (path: string) => answerIn(facts.documents, "success-criteria", path);
  const levels = goalTree(criteria, told("northStar"));
  const rollup = successRollup(criteria);
  const finding = findingOf(criteria);
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
          criteria.map((c) => [c.name, c.baseline, guardrailWords(c), targetWords(c), c.value, c.progress, c.state]),
        )}
      >
        <BulletKey />
        <Tree
          levels={levels}
          base={base}
          link={told("offlineOnlineLink")}
          correlation={told("proxyCorrelation")}
          {...{ zone }}
          at={facts.now}
        />
      </ChartFrame>
    </>
  );
}

const COLUMNS = ["Criterion", "Baseline", "Guardrail", "Target", "Now", "Way gone", "State"];

type TreeProps = {
  levels: readonly Level<CriterionView>[];
  base: string;
  link: unknown;
  correlation: unknown;
  at: number;
  zone: string;
};

/** One branch a level, each hanging on the one above it. */
function Tree({ levels, ...rest }: TreeProps) {
  const [level, ...below] = levels;
  if (!level) return null;
  const { base, link, correlation, at, zone } = rest;
  return (
    <div>
      <p className="text-sm font-semibold">{level.title}</p>
      {level.key === "model" && typeof link === "string" && (
        <p className="mt-0.5 text-sm text-pretty text-ink-2">
          {link}
          {typeof correlation === "number" && ` Measured correlation ${formatNumber(correlation, 2)}.`}
        </p>
      )}
      <ul className="mt-2 flex flex-col gap-3.5">
        {level.criteria.map((criterion) => (
          <Row key={criterion.key} {...{ criterion, base, at, zone }} />
        ))}
      </ul>
      {below.length > 0 && (
        <div className="mt-3.5 border-l-2 border-rule pl-3.5 sm:pl-5">
          <Tree levels={below} {...rest} />
        </div>
      )}
    </div>
  );
}

type RowProps = { criterion: CriterionView; base: string; at: number; zone: string };

function Row({ criterion, base, at, zone }: RowProps) {
  const { key, name, unit, value, progress, mustHave, baseline, target, direction } = criterion;
  const inputs = { baseline, target: direction === "range" ? targetWords(criterion) : target, value };
  return (
    <li className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)_8.5rem]">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 text-base">
        <Link href={`${base}/criteria/${key}`} prefetch={false} className="min-w-0 wrap-anywhere hover:underline">
          {name}
        </Link>
        <CriterionTag state={criterion.state} />
        {!mustHave && <span className="text-sm text-ink-2">wish</span>}
      </div>
      <Bullet {...criterion} />
      <div className="figures text-sm sm:text-right">
        <b className="font-semibold">{value === null ? "no data" : formatValue(value, unit)}</b>
        <span className="text-ink-2"> of {targetWords(criterion)}</span>
        <span className="block text-ink-2 max-sm:inline max-sm:before:content-[',_']">
          {progress === null ? "way not known" : `${formatPercent(progress, 0)} of the way`}{" "}
          <How figure={{ label: `Progress of ${name}`, calculator: "progress", inputs }} at={at} zone={zone} />
        </span>
      </div>
    </li>
  );
}

function shareText(progress: number | null): string {
  return progress === null ? "not known" : formatPercent(progress, 0);
}

function findingOf(criteria: readonly CriterionView[]): string {
  const states = ["breached", "at_risk", "no_data", "met"] as const;
  const words = { breached: "breached", at_risk: "at risk", no_data: "without data", met: "met" };
  const counts = states.flatMap((state) => {
    const count = criteria.filter((each) => each.state === state).length;
    return count > 0 ? [`${count} ${words[state]}`] : [];
  });
  return `Of ${plural(criteria.length, "criterion", "criteria")}: ${counts.join(", ")}. A branch follows the kind of the criterion.`;
}
