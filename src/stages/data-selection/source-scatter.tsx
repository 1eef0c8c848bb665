import {
  type Bubble,
  BubblePlot,
  type BubbleShape,
  type BubbleTone,
  ShapeGlyph,
  TONES,
} from "#components/charts/bubble-plot.tsx";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import type { LegalState } from "#domain/data-availability.ts";
import { isObtainableAndUseful, SOURCE_LIMITS } from "#domain/data-selection-gate.ts";
import { classNames } from "#lib/class-names.ts";
import { formatNumber, formatScore } from "#lib/format.ts";
import { SOURCES_LISTED, type SourceOverview } from "#stages/data-selection/source-overview.ts";

/** With more than these, only those that the list below names have their number; the others are small. */
const ALL_NUMBERED = 30;

type SourceScatterProps = { sources: readonly SourceOverview[]; base: string; csvHref: string };
type Scored = SourceOverview & { availability: number; usefulness: number };

/** Can it be had, and does it help: useful sources that cannot be had stand in the upper left. */
export function SourceScatter({ sources, base, csvHref }: SourceScatterProps) {
  const scored = sources.filter(isScored);
  const finding = findingOf(sources, scored);
  const numbered = sources.length > ALL_NUMBERED ? SOURCES_LISTED : sources.length;
  const most = Math.max(1, ...scored.map(({ data }) => Math.log10((data.rows ?? 0) + 1)));
  return (
    <ChartFrame
      level={3}
      title="Availability and usefulness"
      measure="Scores 0 to 100; larger marks have more rows (log scale); the shape says where the legal basis stands"
      finding={numbered < sources.length ? `${finding} Numbered are the ${numbered} in the list below.` : finding}
      csvHref={csvHref}
      table={{
        hrefs: sources.map(({ key }) => `${base}/facts/data-sources/${key}`),
        columns: ["Source", "Role", "Required", "Availability", "Usefulness", "Rows", "Legal basis"],
        rows: sources.map(({ data, availability, usefulness }) => [
          data.name,
          data.role,
          data.required ? "yes" : "no",
          formatScore(availability),
          formatScore(usefulness),
          formatNumber(data.rows),
          LEGAL_WORDS[data.legal],
        ]),
      }}
    >
      <BubblePlot
        label={finding}
        corners={{ good: "Obtainable and useful", left: "Useful, hard to obtain" }}
        x={{
          title: "Availability",
          domain: domainOf(
            scored.map(({ availability }) => availability),
            40,
          ),
          limit: SOURCE_LIMITS.availability,
        }}
        y={{
          title: "Usefulness",
          domain: domainOf(
            scored.map(({ usefulness }) => usefulness),
            20,
          ),
          limit: SOURCE_LIMITS.usefulness,
        }}
        bubbles={scored.map((source) =>
          bubbleOf(source, { number: sources.indexOf(source) + 1, numbered, base, most }),
        )}
      />
      <Shapes states={[...new Set(scored.map(({ legal }) => legal))]} />
    </ChartFrame>
  );
}

function isScored(source: SourceOverview): source is Scored {
  return source.availability !== null && source.usefulness !== null;
}

type Drawn = { number: number; numbered: number; base: string; most: number };

function bubbleOf({ key, data, availability, usefulness, legal }: Scored, drawn: Drawn): Bubble {
  const { number, numbered, base, most } = drawn;
  return {
    key,
    mark: number <= numbered ? String(number) : "",
    x: availability,
    y: usefulness,
    size: Math.log10((data.rows ?? 0) + 1) / most,
    shape: LEGAL_SHAPES[legal],
    tone: LEGAL_TONES[legal],
    label: `${number}: ${data.name}, availability ${formatScore(availability)}, usefulness ${formatScore(usefulness)}, ${LEGAL_WORDS[legal]}`,
    href: `${base}/facts/data-sources/${key}`,
  };
}

/** From the lowest score, or the limit with some air, to 100 with room for a mark: what is close to each other needs the room. */
function domainOf(scores: readonly number[], most: number): readonly [number, number] {
  return [Math.max(0, Math.floor((Math.min(most + 5, ...scores) - 5) / 10) * 10), 103];
}

function findingOf(sources: readonly SourceOverview[], scored: readonly Scored[]): string {
  const required = sources.filter((source) => source.required);
  const good = required.filter(isObtainableAndUseful).length;
  const unscored = sources.length - scored.length;
  const wanted = scored.find(
    ({ availability, usefulness }) =>
      availability < SOURCE_LIMITS.availability && usefulness >= SOURCE_LIMITS.usefulness,
  );
  return [
    `${good} of ${required.length} required sources ${good === 1 ? "is" : "are"} obtainable and useful.`,
    ...(wanted ? [`Useful but hard to obtain: ${wanted.data.name}.`] : []),
    ...(unscored > 0 ? [`${unscored} cannot be scored yet and ${unscored === 1 ? "is" : "are"} not drawn.`] : []),
  ].join(" ");
}

function Shapes({ states }: { states: readonly LegalState[] }) {
  return (
    <p aria-hidden="true" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
      {states.map((state) => (
        <span key={state} className="inline-flex items-center gap-1.5">
          <span className={classNames("relative size-3.5", TONES[LEGAL_TONES[state]])}>
            <ShapeGlyph shape={LEGAL_SHAPES[state]} />
          </span>
          {LEGAL_WORDS[state]}
        </span>
      ))}
    </p>
  );
}

export const LEGAL_WORDS: Record<LegalState, string> = {
  cleared: "cleared",
  pending: "pending",
  not_assessed: "not assessed",
  not_allowed: "not allowed",
};
const LEGAL_SHAPES: Record<LegalState, BubbleShape> = {
  cleared: "circle",
  pending: "square",
  not_assessed: "diamond",
  not_allowed: "cross",
};
const LEGAL_TONES: Record<LegalState, BubbleTone> = {
  cleared: "good",
  pending: "warn",
  not_assessed: "quiet",
  not_allowed: "bad",
};
