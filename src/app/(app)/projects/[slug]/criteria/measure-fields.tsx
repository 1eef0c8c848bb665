"use client";

import { AGGREGATIONS } from "#app/(app)/projects/[slug]/criteria/criterion-sentence.ts";
import type { Choice, Part } from "#app/(app)/projects/[slug]/criteria/form-part.ts";
import { chosenGroup, withGroup } from "#app/(app)/projects/[slug]/criteria/group-label.ts";
import { SeriesPreview } from "#app/(app)/projects/[slug]/criteria/series-preview.tsx";
import { SpanInput } from "#app/(app)/projects/[slug]/criteria/span-input.tsx";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { NumberInput } from "#components/form/number-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { Card } from "#components/ui/card.tsx";
import { AGGREGATIONS as ORDER } from "#domain/vocabulary.ts";

type WholeName = "minSamples" | "breachAfter" | "recoverAfter" | "staleAfter";

type MeasureFieldsProps = { part: Part; slug: string; groups: readonly Choice[] };

/** How points become a verdict. The series and the window first; patience, weight and phase have good defaults and are folded. */
export function MeasureFields({ part, slug, groups }: MeasureFieldsProps) {
  const { draft, set, error, readOnly } = part;
  const field = (path: string) => ({ path, error: error(path), readOnly });
  const whole = (path: WholeName, label: string, help: string, unit?: string) => (
    <NumberInput
      {...field(path)}
      label={label}
      help={help}
      unit={unit}
      whole
      value={draft[path]}
      onChange={(value) => set({ [path]: value })}
    />
  );
  return (
    <Card title="Measuring">
      <div className="flex flex-col gap-4">
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextInput
            {...field("series.name")}
            label="Series"
            help="The name under which points are sent."
            value={draft.seriesName}
            onChange={(seriesName) => set({ seriesName: seriesName ?? "" })}
          />
          <ChoiceInput
            {...field("aggregation")}
            label="Summed up by"
            help="How the points of a window become one value."
            as="select"
            value={draft.aggregation}
            onChange={(aggregation) => aggregation && set({ aggregation })}
            options={ORDER.map((value) => ({ value, label: capital(AGGREGATIONS[value]) }))}
          />
        </div>
        <SeriesPreview slug={slug} draft={draft} />
        <div className="grid items-start gap-4 sm:grid-cols-3">
          <SpanInput
            {...field("windowSeconds")}
            label="Window"
            help="How far back one verdict looks."
            value={draft.windowSeconds}
            onChange={(windowSeconds) => set({ windowSeconds })}
          />
          <SpanInput
            {...field("cadenceSeconds")}
            label="Evaluated every"
            help="At most the window."
            value={draft.cadenceSeconds}
            onChange={(cadenceSeconds) => set({ cadenceSeconds })}
          />
          {whole("minSamples", "Minimum sample", "With fewer in the window there is no verdict.", "samples")}
        </div>
        <details>
          <summary className="w-fit list-none text-base text-ink-2 underline decoration-edge underline-offset-2 hover:text-ink">
            Patience, weight, phase and labels
          </summary>
          <div className="grid items-start gap-4 pt-4 sm:grid-cols-3">
            {whole("breachAfter", "Breached after", "Bad windows in a row until the alarm.", "windows")}
            {whole("recoverAfter", "Recovered after", "Good windows in a row until it ends.", "windows")}
            {whole("staleAfter", "Stale after", "Empty windows until it says no data.", "windows")}
            <NumberInput
              {...field("weight")}
              label="Weight"
              help="In the project’s sum of criteria."
              value={draft.weight}
              onChange={(weight) => set({ weight })}
            />
            <ChoiceInput
              {...field("phase")}
              label="Phase"
              help="Where it is measured."
              as="select"
              value={draft.phase}
              onChange={(phase) => phase && set({ phase })}
              options={[
                { value: "offline", label: "Offline, on test data" },
                { value: "canary", label: "Canary" },
                { value: "production", label: "Production" },
              ]}
            />
            {groups.length > 0 && (
              <ChoiceInput
                path="series.group"
                readOnly={readOnly}
                label="Group"
                help="One of the groups of stage 4: only points that are labelled with it."
                optional
                as="select"
                value={chosenGroup(draft.seriesLabels, groups)}
                onChange={(group) => set({ seriesLabels: withGroup(draft.seriesLabels, group, groups) })}
                options={groups}
              />
            )}
            <TextInput
              {...field("series.labels")}
              label="Labels"
              help="Only points with these, as region=eu, tier=gold"
              optional
              value={draft.seriesLabels}
              onChange={(seriesLabels) => set({ seriesLabels: seriesLabels ?? "" })}
            />
          </div>
        </details>
      </div>
    </Card>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
