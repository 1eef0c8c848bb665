"use client";

import { valueModel } from "#domain/value.ts";
import { formatMoneyCompact } from "#lib/format.ts";
import { alternativesOf } from "#stages/business-case/alternatives.ts";
import type { WorthAssumptions } from "#stages/business-case/worth.ts";
import { useFormPart, useFormSurroundings, usePass, useTypedDocument } from "#stages/form/form-context.tsx";
import { valueCaseOf } from "#stages/value-case.ts";

/** What the typed options are worth beside the case, while they are typed. */
export function AlternativeFigures({ assumed }: { assumed: WorthAssumptions }) {
  const { currency, shownFirst } = useFormSurroundings();
  const asked = useFormPart((state) => state.asked.alternatives);
  const document = useTypedDocument();
  const first = asked === "required" || shownFirst.has("alternatives");
  const rows = alternativesOf(document, assumed).filter(({ option }) => option);
  if ((usePass() === "first") !== first || rows.every(({ nothing }) => nothing)) return null;
  const value = valueCaseOf(document, assumed);
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1.5 border-t border-rule pt-3 text-sm">
      {value && <Worth name="This case" text={formatMoneyCompact(valueModel(value).npv, currency)} />}
      {rows.map(({ option, npv, gaps }, at) => (
        <Worth
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
          key={at}
          name={option}
          text={npv === null ? gaps.join(", ") : formatMoneyCompact(npv, currency)}
        />
      ))}
    </dl>
  );
}

function Worth({ name, text }: { name: string; text: string }) {
  return (
    <div className="flex min-w-0 items-baseline gap-1.5">
      <dt className="text-ink-2 wrap-anywhere">{name}</dt>
      <dd className="figures text-base font-semibold">{text}</dd>
    </div>
  );
}
