import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { type DifferenceRow, Differences } from "#components/charts/differences.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Tag, type Tone } from "#components/ui/tag.tsx";
import { listed } from "#domain/listed.ts";
import type { PromotionOutcome } from "#domain/promotion.ts";
import { ROLE_NAMES, type Role } from "#domain/vocabulary.ts";
import type { Fact } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import { How } from "#stages/how.tsx";
import { undecidedRoles } from "#stages/retraining/promotion-guard.ts";
import type { RetrainRunData } from "#stages/retraining/retrain-run-data.ts";
import {
  furtherComparisons,
  marginOf,
  type NamedComparison,
  primaryComparison,
  promotionSettingOf,
  runVerdict,
} from "#stages/retraining/run-verdict.ts";
import { versionTag } from "#stages/retraining/version-tag.ts";

type RunComparisonProps = {
  run: Fact<RetrainRunData>;
  facts: StageFacts;
  /** The project's pages. */
  base: string;
  /** The reader's. */
  roles: readonly Role[];
  zone: string;
  csvHref: string;
};

/** Challenger against champion on the primary metric, each guardrail and each group: the difference and its lower bound. */
export function RunComparison({ run: { key, data }, facts, base, roles, zone, csvHref }: RunComparisonProps) {
  const setting = promotionSettingOf(facts, facts.criteria, facts);
  const primary = primaryComparison(data, setting);
  const verdict = runVerdict(data, setting);
  const margin = marginOf(data, setting);
  const first: NamedComparison = { name: "Primary metric", scope: "primary", margin, comparison: primary };
  const further = furtherComparisons(data, setting);
  const rows = [first, ...further].flatMap(rowOf);
  const missing = further.filter(({ comparison }) => !comparison);
  const name = (key: string | undefined, other: string) => (key ? versionTag(facts, key) : other);
  const finding = `${name(data.challenger, "The challenger")} against ${name(data.champion, "the champion")}: ${OUTCOMES[verdict.outcome]}. ${verdict.because.join(" ")}`;
  const inputs = {
    "only challenger": data.onlyChallenger,
    "only champion": data.onlyChampion,
    rows: data.rows,
    margin,
  };
  const waiting = data.state === "awaiting_approval" ? undecidedRoles(key, facts, setting) : [];
  const figure = { label: "Difference", calculator: data.onlyChallenger === undefined ? "noninf" : "paired", inputs };
  return (
    <ChartFrame
      id={`run-${key}`}
      level={3}
      title={data.name}
      tags={<Tag tone={TONES[verdict.outcome]}>{OUTCOMES[verdict.outcome]}</Tag>}
      measure="Challenger minus champion: the dot is the difference, the line reaches to its lower bound, the tick is the margin"
      current={
        primary ? (
          <>
            {signed(primary.difference)} <How figure={figure} at={facts.now} zone={zone} />
          </>
        ) : undefined
      }
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Compared on", "Difference", "Lower bound", "Margin", "Rows", "Verdict"],
        rows: rows.map((row) => [
          row.name,
          signed(row.difference),
          signed(row.lower),
          String(row.margin),
          row.rows.toLocaleString("en-GB"),
          row.words,
        ]),
      }}
    >
      <Differences label={finding} rows={rows} />
      {missing.length > 0 && (
        <p className="text-sm text-pretty text-ink-2">
          Not compared, though asked for:{" "}
          {listed(missing.map(({ name, scope }) => (scope === "group" ? `group ${name}` : name)))}.
        </p>
      )}
      {waiting.length > 0 && (
        <Decision {...{ waiting, roles }} href={`${base}/facts/retrain-approvals/new?run=${key}`} />
      )}
    </ChartFrame>
  );
}

/** Who has not said yet whether it may replace the champion, and the way to say so for whoever is one of them. */
function Decision({ waiting, roles, href }: { waiting: readonly Role[]; roles: readonly Role[]; href: string }) {
  const mine = waiting.find((role) => roles.includes(role));
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-rule pt-3">
      <p className="text-base">
        Waits for the decision of {waiting.map((role) => `the ${ROLE_NAMES[role]}`).join(" and ")}.
      </p>
      {mine && (
        <ButtonLink href={`${href}&role=${mine}`} prefetch={false}>
          Approve or reject
        </ButtonLink>
      )}
    </div>
  );
}

function rowOf({ name, scope, margin, comparison }: NamedComparison): (DifferenceRow & { rows: number })[] {
  if (!comparison || margin === null) return [];
  const { difference, lower, nonInferior, superior, rows } = comparison;
  const words = superior ? "better" : nonInferior ? "not worse" : "may be worse";
  return [
    { name: scope === "group" ? `Group ${name}` : name, difference, lower, margin, words, good: nonInferior, rows },
  ];
}

export function signed(value: number): string {
  const text = Math.abs(value) < 1e-12 ? "0" : value.toFixed(Math.abs(value) < 0.1 ? 5 : 3).replace(/0+$/, "");
  return value > 0 ? `+${text}` : text.replace("-", "−");
}

const OUTCOMES: Record<PromotionOutcome, string> = {
  canary: "may go into a canary",
  awaiting_approval: "awaits people’s decision",
  rejected: "rejected",
  inconclusive: "inconclusive",
};

const TONES: Record<PromotionOutcome, Tone> = {
  canary: "good",
  awaiting_approval: "warn",
  rejected: "bad",
  inconclusive: "quiet",
};
