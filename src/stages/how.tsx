import { useId } from "react";
import { FORMULAS } from "#domain/calculators.ts";
import { formatDateTime } from "#lib/format-date.ts";
import type { Figure } from "#stages/fact-kind.ts";

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
        className="no-print inline-flex min-h-6 items-center rounded-sm px-1.5 text-xs font-medium text-ink-2 underline decoration-dotted underline-offset-2 hover:text-ink"
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
        <Inputs inputs={inputs} />
        <span className="mt-3 block text-sm text-ink-2">
          {formula.title}, version {formula.version}.{formula.source && ` ${formula.source}.`}
          {at !== undefined && ` Computed ${formatDateTime(at, zone)}.`}
        </span>
      </span>
    </>
  );
}

function Inputs({ inputs }: { inputs: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(inputs).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return null;
  return (
    <span className="mt-3 grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-t border-rule pt-2 text-sm">
      {entries.map(([name, value]) => (
        <span key={name} className="contents">
          <span className="text-ink-2">{name}</span>
          <span className="figures text-right wrap-anywhere">{inputText(value)}</span>
        </span>
      ))}
    </span>
  );
}

function inputText(value: unknown): string {
  if (value === null) return "not known";
  if (typeof value === "number")
    return Number(value.toPrecision(6)).toLocaleString("en-GB", { maximumSignificantDigits: 6 });
  if (Array.isArray(value)) return value.map(inputText).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
