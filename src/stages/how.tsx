import { useId } from "react";
import { FORMULAS } from "#domain/calculators.ts";
import { formatPercent } from "#lib/format.ts";
import { formatDate, formatDateTime } from "#lib/format-date.ts";
import type { Figure } from "#stages/fact-kind.ts";
import { inputName, plainWords, SHARES } from "#stages/how-words.ts";

type HowProps = {
  figure: Pick<Figure, "label" | "calculator" | "inputs">;
  /** When it was computed, in the reader's zone. */
  at?: number | undefined;
  zone?: string | undefined;
};

/**
 * How a number came about: the formula in words, what went in, which version of it, and when. Works without a script.
 * Phrasing content only, so that it may stand in a paragraph: a block there ends it, and the page is drawn twice.
 */
export function How({ figure: { label, calculator, inputs = {} }, at, zone }: HowProps) {
  const id = useId();
  const formula = FORMULAS[calculator];
  if (!formula) return null;
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={`How ${label} is computed`}
        className="no-print -my-1 inline-flex min-h-6 items-center rounded-sm px-1.5 text-xs font-medium text-ink-2 underline decoration-dotted underline-offset-2 hover:text-ink"
      >
        how
      </button>
      <span
        id={id}
        popover="auto"
        className="m-auto max-h-[80dvh] w-[min(28rem,calc(100vw-2rem))] overflow-auto rounded-card border border-rule bg-surface p-4 text-left text-base font-normal whitespace-normal text-ink shadow-pop"
      >
        <span className="block font-semibold">{label}</span>
        <span className="mt-1 block text-pretty text-ink-2">{formula.inWords}</span>
        <Inputs inputs={inputs} zone={zone} />
        <span className="mt-3 block text-sm text-ink-2">
          {formula.title}, version {formula.version}.{formula.source && ` ${formula.source}.`}
          {at !== undefined && ` Computed ${formatDateTime(at, zone)}.`}
        </span>
      </span>
    </>
  );
}

type InputsProps = { inputs: Readonly<Record<string, unknown>>; zone: string | undefined };

function Inputs({ inputs, zone }: InputsProps) {
  const entries = Object.entries(inputs).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return null;
  return (
    <span className="mt-3 grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-t border-rule pt-2 text-sm">
      {entries.map(([name, value]) => (
        <span key={name} className="contents">
          <span className="text-ink-2">{inputName(name)}</span>
          <span className="figures text-right wrap-anywhere">
            {SHARES.has(name) && typeof value === "number" ? formatPercent(value) : inputText(value, zone)}
          </span>
        </span>
      ))}
    </span>
  );
}

const INSTANT = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/;

function inputText(value: unknown, zone: string | undefined): string {
  if (value === null || value === "") return "not known";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number")
    return Number(value.toPrecision(6)).toLocaleString("en-GB", { maximumSignificantDigits: 6 });
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((each) => inputText(each, zone)).join(", ");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([name, each]) => `${inputName(name)} ${inputText(each, zone)}`)
      .join("; ");
  const text = String(value);
  if (INSTANT.test(text)) return text.length > 10 ? formatDateTime(text, zone) : formatDate(text);
  return plainWords(text);
}
