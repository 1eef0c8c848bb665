import { JourneyBar } from "#components/charts/journey-bar.tsx";
import { Card } from "#components/ui/card.tsx";
import { Tag, type Tone } from "#components/ui/tag.tsx";
import type { HealthBand, HealthPart } from "#domain/health.ts";
import { formatPercent, formatScore } from "#lib/format.ts";
import type { ProjectOverview } from "#server/project-overview.ts";

const BANDS: Record<HealthBand, { tone: Tone; word: string }> = {
  green: { tone: "good", word: "Good" },
  amber: { tone: "warn", word: "Watch" },
  red: { tone: "bad", word: "Poor" },
  unknown: { tone: "quiet", word: "Not known yet" },
};

const PARTS: Record<HealthPart, string> = {
  success: "Success criteria",
  operations: "Operation",
  fairness: "Fairness",
  schedule: "Schedule",
  data: "Data quality",
  evidence: "Evidence",
  risk: "Residual risk",
};

/** One number is for sorting; here are its parts and the cap that limits it. */
export function HealthCard({ overview }: { overview: ProjectOverview }) {
  const { health, parts, capWords, journey } = overview;
  const known = (Object.keys(PARTS) as HealthPart[]).filter((part) => parts[part] !== null);
  const band = BANDS[health.band];
  return (
    <Card
      title="Health"
      aside={
        <Tag tone={band.tone}>
          {health.score === null ? band.word : `${formatScore(health.score)} ${band.word.toLowerCase()}`}
        </Tag>
      }
    >
      <div className="flex flex-col gap-3">
        {capWords && (
          <p className="text-sm text-ink-2">Capped: {capWords.charAt(0).toLowerCase() + capWords.slice(1)}.</p>
        )}
        <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
          {known.map((part) => (
            <div key={part} className="contents">
              <dt className="text-ink-2">{PARTS[part]}</dt>
              <dd className="figures text-right font-medium">{formatScore(parts[part])}</dd>
            </div>
          ))}
        </dl>
        <p className="text-sm text-ink-2">
          {known.length === 0
            ? "No part is known yet."
            : `From the ${formatPercent(health.coverage, 0)} of its weight that is known.`}
        </p>
        <div className="border-t border-rule pt-3">
          <p className="mb-1.5 text-sm font-semibold">Journey {formatPercent(journey, 0)}</p>
          <JourneyBar value={journey} label={`Journey ${formatPercent(journey, 0)}; a proof of concept is 10%`} />
        </div>
      </div>
    </Card>
  );
}
