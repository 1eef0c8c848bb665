"use client";

import { useEffect, useState } from "react";
import { previewSeriesAction } from "#app/(app)/projects/[slug]/criteria/actions.ts";
import { type CriterionDraft, labelsFrom } from "#app/(app)/projects/[slug]/criteria/criterion-draft.ts";
import { Sparkline } from "#components/charts/sparkline.tsx";
import { formatValue } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";

type Answer = Awaited<ReturnType<typeof previewSeriesAction>>;
type Preview = Extract<Answer, { ok: true }>["value"];

const PAUSE_MS = 400;

/** What the series held last, while it is being named: whether it is the right one, and in the criterion's unit. */
export function SeriesPreview({ slug, draft }: { slug: string; draft: CriterionDraft }) {
  const { seriesName, seriesLabels, unit } = draft;
  const wanted = `${seriesName.trim()}\n${seriesLabels}`;
  const [found, setFound] = useState<{ wanted: string; preview: Preview | "unread" } | null>(null);
  useEffect(() => {
    const name = seriesName.trim();
    if (!name) return;
    let stale = false;
    const timer = setTimeout(async () => {
      const answer = await previewSeriesAction({ slug, name, labels: labelsFrom(seriesLabels) }).catch(() => null);
      if (!stale) setFound({ wanted, preview: answer?.ok ? answer.value : "unread" });
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [slug, seriesName, seriesLabels, wanted]);
  if (!seriesName.trim() || found?.wanted !== wanted) return null;
  return (
    <div aria-live="polite" className="rounded-control bg-sunken px-3 py-2 text-sm">
      {found.preview === "unread" ? (
        <p className="text-ink-2">
          The last values could not be read just now. The criterion can be saved without them.
        </p>
      ) : found.preview === null ? (
        <p className="text-ink-2">
          No point has been sent under this name and these labels yet. The criterion waits for the first one.
        </p>
      ) : (
        <Found preview={found.preview} unit={unit} goal={goalOf(draft)} />
      )}
    </div>
  );
}

/** A line for one limit, a band for a range; nothing while it is not typed yet. */
function goalOf({ direction, target, targetLow, targetHigh }: CriterionDraft) {
  if (direction !== "range") return { target: target ?? null };
  return targetLow == null || targetHigh == null ? {} : { band: { low: targetLow, high: targetHigh } };
}

type FoundProps = { preview: NonNullable<Preview>; unit: string; goal: ReturnType<typeof goalOf> };

function Found({ preview: { unit: sent, lastPointAt, values }, unit, goal }: FoundProps) {
  const known = values.flatMap((value) => value ?? []);
  const last = known.slice(-5).map((value) => formatValue(value, sent ?? unit));
  return (
    <>
      {known.length === 0 || !lastPointAt ? (
        <p className="text-ink-2">The series exists and holds no point yet.</p>
      ) : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Sparkline
            values={values}
            {...goal}
            label={`Daily means, the last ${last.at(-1)}${goalWords(goal, unit)}`}
            width={140}
            height={28}
          />
          <p className="text-ink-2">
            Last days: <span className="figures font-medium text-ink">{last.join(", ")}</span>; newest point{" "}
            {formatDate(lastPointAt, "UTC")}.
          </p>
        </div>
      )}
      {sent && sent !== unit && (
        <p className={unit ? "mt-1 font-medium text-bad" : "mt-1 text-ink-2"}>
          Its points are sent in “{sent}”{unit ? `, not in “${unit}”: give the criterion the same unit.` : "."}
        </p>
      )}
    </>
  );
}

function goalWords({ target, band }: { target?: number | null; band?: { low: number; high: number } }, unit: string) {
  if (band) return `, the target between ${formatValue(band.low, unit)} and ${formatValue(band.high, unit)}`;
  return typeof target === "number" ? `, the target ${formatValue(target, unit)}` : "";
}
