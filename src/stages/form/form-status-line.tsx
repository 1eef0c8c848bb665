"use client";

import { formatDate, formatTime } from "#lib/format-date.ts";
import { useFormPart, useFormSurroundings } from "#stages/form/form-context.tsx";
import { type FormState, unsavedPaths } from "#stages/form/form-state.ts";

/** One line that always says where the typing is: on the server, under way, or only on this device. */
export function FormStatusLine({ zone, now }: { zone: string; now: string }) {
  const { readOnly } = useFormSurroundings();
  const text = useFormPart((state) =>
    readOnly && !state.savedAt ? "Nothing is filled in yet" : statusText(state, zone, now),
  );
  const tone = useFormPart(({ status }) =>
    status.kind === "offline" || status.kind === "refused" ? "text-bad" : "text-ink-2",
  );
  return (
    <p role="status" className={`text-sm ${tone}`}>
      {text}
    </p>
  );
}

function statusText(state: FormState, zone: string, now: string): string {
  const wrong = Object.keys(state.errors).length;
  switch (state.status.kind) {
    case "saving":
      return "Saving…";
    case "unsaved":
      return "Typing…";
    case "offline":
      return "Not saved: offline, kept on this device";
    case "expired":
      return "Not saved: signed out, kept on this device";
    case "refused":
      return "Not saved, kept on this device";
    case "held":
      return "Not saved: waits for your decision";
    case "quiet":
      if (wrong > 0)
        return `${savedText(state, zone, now)}; ${wrong === 1 ? "one answer needs" : `${wrong} answers need`} another look`;
      return unsavedPaths(state).length > 0 ? "Kept on this device" : savedText(state, zone, now);
    default:
      return state.status satisfies never;
  }
}

function savedText({ savedAt, savedBy }: FormState, zone: string, now: string): string {
  if (!savedAt) return "Saves as you type";
  const sameDay = formatDate(savedAt, zone) === formatDate(now, zone);
  const when = sameDay ? formatTime(savedAt, zone) : formatDate(savedAt, zone);
  return savedBy ? `Saved ${when} by ${shortName(savedBy)}` : `Saved ${when}`;
}

/** "Mara Reyes" is "M. Reyes". */
function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.at(-1) ?? name;
  return words.length > 1 ? `${[...(words[0] ?? "")][0]?.toUpperCase()}. ${last}` : last;
}
