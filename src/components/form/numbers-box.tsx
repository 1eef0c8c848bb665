"use client";

import { useState } from "react";
import { boxClass } from "#components/form/box.ts";
import type { ControlProps, FieldTies } from "#components/form/field.tsx";
import { meanOf, pastedNumbers } from "#components/form/pasted-numbers.ts";
import { classNames } from "#lib/class-names.ts";
import { formatNumber } from "#lib/format.ts";

/** Numbers, with what is no number as its text. */
export type NumberCells = readonly (number | string)[];

type NumbersBoxProps = ControlProps<NumberCells> & {
  ties: FieldTies | { id: string; "aria-label": string };
  rows?: number;
};

/** A column of numbers as a spreadsheet holds it: pasted or typed, counted at once, and what is no number named. */
export function NumbersBox({ ties, value, onChange, onBlur, disabled, readOnly, rows = 3 }: NumbersBoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const stored = (value ?? []).join("\n");
  const text = typed !== null && sameCells(pastedNumbers(typed).cells, value ?? []) ? typed : stored;
  const { cells, bad } = pastedNumbers(text);
  const change = (next: string) => {
    setTyped(next);
    const read = pastedNumbers(next).cells;
    onChange(read.length > 0 ? read : undefined);
  };
  const said = `${ties.id}-count`;
  const described = ["aria-describedby" in ties ? ties["aria-describedby"] : undefined, said].filter(Boolean).join(" ");
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <textarea
        {...ties}
        aria-describedby={described}
        {...(bad.length > 0 && { "aria-invalid": true })}
        value={text}
        rows={rows}
        spellCheck={false}
        autoComplete="off"
        placeholder="One number a line, or a column pasted from a spreadsheet"
        onChange={(event) => change(event.target.value)}
        onBlur={onBlur}
        disabled={disabled}
        readOnly={readOnly}
        className={classNames(boxClass, "figures h-auto resize-y py-1.5")}
      />
      <p id={said} aria-live="polite" className="text-sm text-ink-2">
        {countInWords(cells)}
      </p>
      {bad.length > 0 && <p className="text-sm font-medium text-bad">{badInWords(bad)}</p>}
    </div>
  );
}

function countInWords(cells: NumberCells): string {
  const known = cells.filter((cell) => typeof cell === "number");
  if (known.length === 0) return "No numbers yet.";
  const values = `${known.length} ${known.length === 1 ? "number" : "numbers"}`;
  const lowest = known.reduce((least, each) => Math.min(least, each));
  const highest = known.reduce((most, each) => Math.max(most, each));
  return `${values}, mean ${formatNumber(meanOf(known))}, from ${formatNumber(lowest)} to ${formatNumber(highest)}.`;
}

const MOST_NAMED = 3;

function badInWords(bad: readonly { place: number; text: string }[]): string {
  const shown = bad.slice(0, MOST_NAMED).map(({ place, text }) => `cell ${place} “${text.slice(0, 30)}”`);
  const more = bad.length > MOST_NAMED ? ` and ${bad.length - MOST_NAMED} more` : "";
  return `No ${bad.length === 1 ? "number" : "numbers"}: ${shown.join(", ")}${more}.`;
}

function sameCells(a: NumberCells, b: NumberCells): boolean {
  return a.length === b.length && a.every((cell, at) => cell === b[at]);
}
