import { JourneyBar } from "#components/charts/journey-bar.tsx";
import { Card } from "#components/ui/card.tsx";
import { Tag, type Tone } from "#components/ui/tag.tsx";
import { HEALTH_CAPS, HEALTH_WEIGHTS, type HealthBand, type HealthPart } from "#domain/health.ts";
import { POC_ITEMS } from "#domain/journey.ts";
import { isResting } from "#domain/lifecycle.ts";
import { formatPercent, formatScore } from "#lib/format.ts";
import type { ProjectOverview } from "#server/project-overview.ts";
import { How } from "#stages/how.tsx";

const BANDS: Record<HealthBand, { tone: Tone; word: string }> = {
  green: { tone: "good", word: "Good" },
  amber: { tone: "warn", word: "Watch" },
  red: { tone: "bad", word: "Poor" },
  unknown: { tone: "quiet", word: "Not known yet" },
};

type PartWords = { name: string; calculator: string; unknown: string };
const PARTS: Record<HealthPart, PartWords> = {
  success: { name: "Success criteria", calculator: "success_rollup", unknown: "no criterion has a value" },
  operations: { name: "Operation", calculator: "operations_score", unknown: "not in operation yet" },
  fairness: { name: "Fairness", calculator: "fairness_component", unknown: "not assessed" },
  schedule: { name: "Schedule", calculator: "schedule_score", unknown: "no stage has a date" },
  data: { name: "Data quality", calculator: "dq_score", unknown: "sources not profiled" },
  evidence: { name: "Evidence", calculator: "stage_completion", unknown: "nothing is asked yet" },
  risk: { name: "Residual risk", calculator: "bias_register", unknown: "register is empty" },
};

type HealthCardProps = { overview: ProjectOverview; zone: string };

/** One number is for sorting; here are its parts and the cap that limits it. */
export function HealthCard({ overview, zone }: HealthCardProps) {
  const { health, parts, inputs, caps, computedAt, standing } = overview;
  const rests = isResting(standing.lifecycle);
  const band = BANDS[health.band];
  const whole = {
    ...parts,
    "share of weight that is known": health.coverage,
    caps: caps.map((cap) => HEALTH_CAPS[cap].label),
  };
  return (
    <Card
      title="Health"
      aside={
        <>
          <How figure={{ label: "Health", calculator: "health", inputs: whole }} at={computedAt} zone={zone} />
          {rests ? (
            <Tag tone="quiet">Not judged</Tag>
          ) : (
            <Tag tone={band.tone}>
              {health.score === null ? band.word : `${formatScore(health.score)} ${band.word.toLowerCase()}`}
            </Tag>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {rests && (
          <p className="text-sm text-pretty">
            While the project is {standing.lifecycle} it is neither good nor at risk. Its parts as they were last:
          </p>
        )}
        {health.cap && !rests && (
          <p className="text-sm font-medium">
            Capped at {HEALTH_CAPS[health.cap].limit}: {lower(HEALTH_CAPS[health.cap].label)}.
          </p>
        )}
        <dl className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-baseline gap-x-3 gap-y-2 text-sm">
          {(Object.keys(PARTS) as HealthPart[]).map((part) => {
            const { name, calculator, unknown } = PARTS[part];
            return (
              <div key={part} className="contents">
                <dt className="text-ink-2">
                  {name} <span className="figures">{formatPercent(HEALTH_WEIGHTS[part], 0)}</span>
                </dt>
                <dd className="figures text-right font-medium">
                  {parts[part] === null ? (
                    <span className="font-normal text-ink-2">{unknown}</span>
                  ) : (
                    formatScore(parts[part])
                  )}
                </dd>
                <dd>
                  <How figure={{ label: name, calculator, inputs: inputs[part] }} at={computedAt} zone={zone} />
                </dd>
              </div>
            );
          })}
        </dl>
        <p className="text-sm text-ink-2">
          {health.coverage === 0
            ? "No part is known yet."
            : `From the ${formatPercent(health.coverage, 0)} of its weight that is known.`}
        </p>
        <Journey overview={overview} />
      </div>
    </Card>
  );
}

const MATURITY_WORDS = {
  idea: "An idea",
  poc: "Proof of concept",
  pilot: "Pilot",
  production: "In production",
} as const;
const POC_WORDS: Record<(typeof POC_ITEMS)[number], string> = {
  framingAnswered: "framing answered",
  sampleProfiled: "a sample profiled",
  baselineMeasured: "the baseline measured",
  modelTrained: "a model trained",
  errorsAnalysed: "errors analysed",
  goNoGoRecorded: "go or no-go recorded",
};

function Journey({ overview: { journey, poc, standing } }: { overview: ProjectOverview }) {
  const open = POC_ITEMS.filter((item) => !poc[item]);
  return (
    <div className="border-t border-rule pt-3">
      <p className="mb-1.5 flex justify-between text-sm font-semibold">
        Journey {formatPercent(journey, 1)}
        <span className="font-medium text-ink-2">{MATURITY_WORDS[standing.maturity]}</span>
      </p>
      <JourneyBar value={journey} label={`Journey ${formatPercent(journey, 1)}; a proof of concept is 10%`} />
      <p className="mt-1.5 text-sm text-pretty text-ink-2">
        The mark is the proof of concept, a tenth of the way: {POC_ITEMS.length - open.length} of {POC_ITEMS.length}{" "}
        parts done{open.length > 0 && `; open: ${open.map((item) => POC_WORDS[item]).join(", ")}`}.
      </p>
    </div>
  );
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
