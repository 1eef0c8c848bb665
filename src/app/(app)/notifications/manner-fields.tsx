import type { Draft } from "#app/(app)/notifications/channel-draft.ts";
import { TimeInput } from "#app/(app)/notifications/time-input.tsx";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { FieldGroup } from "#components/form/field.tsx";
import type { Digest } from "#domain/notify.ts";

type MannerFieldsProps = {
  draft: Draft;
  put: (part: Partial<Draft>) => void;
  zones: readonly string[];
  errorOf: (path: string) => string | undefined;
};

const DIGEST_OPTIONS: readonly { value: Digest; label: string }[] = [
  { value: "at_once", label: "At once" },
  { value: "hourly", label: "Once an hour" },
  { value: "daily", label: "Once a day" },
];

const EIGHT = 8 * 60;
const [EVENING, MORNING] = [22 * 60, 7 * 60];

/** How loud a channel for people is, and when it is quiet. */
export function MannerFields({ draft, put, zones, errorOf }: MannerFieldsProps) {
  const { criticalOnly, digest, digestAt, quietFrom, quietTo, timeZone } = draft;
  const quiet = quietFrom !== null || quietTo !== null;
  return (
    <>
      <ChoiceInput
        as="radio"
        path="criticalOnly"
        label="How loud"
        options={[
          { value: "all", label: "All that is ticked" },
          { value: "critical", label: "Of that, only what is critical" },
        ]}
        value={criticalOnly ? "critical" : "all"}
        onChange={(loud) => put({ criticalOnly: loud === "critical" })}
      />
      {!criticalOnly && (
        <>
          <div className="flex flex-wrap items-end gap-4">
            <ChoiceInput
              as="radio"
              path="digest"
              label="When"
              options={DIGEST_OPTIONS}
              value={digest}
              onChange={(next) => put({ digest: next ?? digest })}
              error={errorOf("digest")}
              help="What is critical comes at once in any case. There is at most one message a minute."
            />
            {digest === "daily" && (
              <TimeInput
                path="digestAt"
                label="At"
                value={digestAt}
                onChange={(at) => put({ digestAt: at ?? EIGHT })}
                error={errorOf("digestAt")}
              />
            )}
          </div>
          <FieldGroup
            path="quiet"
            label="Quiet hours"
            help="Only what is critical comes then; the rest waits for their end."
          >
            <label className="flex items-center gap-2 text-base pointer-coarse:min-h-11">
              <input
                type="checkbox"
                checked={quiet}
                onChange={(event) =>
                  put(
                    event.target.checked
                      ? { quietFrom: EVENING, quietTo: MORNING }
                      : { quietFrom: null, quietTo: null },
                  )
                }
                className="size-4 shrink-0 accent-action"
              />
              Be quiet every day for some hours
            </label>
            {quiet && (
              <div className="flex flex-wrap gap-4">
                <TimeInput
                  path="quietFrom"
                  label="From"
                  value={quietFrom}
                  onChange={(from) => put({ quietFrom: from })}
                  error={errorOf("quietFrom")}
                />
                <TimeInput
                  path="quietTo"
                  label="To"
                  value={quietTo}
                  onChange={(to) => put({ quietTo: to })}
                  error={errorOf("quietTo")}
                />
              </div>
            )}
          </FieldGroup>
        </>
      )}
      <ChoiceInput
        as="select"
        path="timeZone"
        label="Time zone"
        options={[...new Set([timeZone, ...zones])].map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        value={timeZone}
        onChange={(zone) => put({ timeZone: zone ?? timeZone })}
        error={errorOf("timeZone")}
        help="Of the times above, and of those in messages."
        className="max-w-xs"
      />
    </>
  );
}
