"use client";

import Link from "next/link";
import { fieldId } from "#components/form/field.tsx";
import { formatDate } from "#lib/format-date.ts";
import { answerInWords } from "#stages/form/answer-in-words.tsx";
import { useFormSurroundings } from "#stages/form/form-context.tsx";
import type { FormField } from "#stages/form/form-field.ts";
import type { Known } from "#stages/known.ts";

/** Stands in place of a question that what is recorded answers. */
export function KnownAnswer({ field, known }: { field: FormField; known: Known }) {
  const names = useFormSurroundings();
  const dated = (field.kind === "instant" || field.kind === "date") && typeof known.value === "string";
  const words = dated ? formatDate(String(known.value)) : answerInWords(field, known.value, names);
  return (
    <div id={fieldId(field.path)} tabIndex={-1} className="flex min-w-0 flex-col gap-1 outline-none">
      <p className="text-base font-semibold">{field.label}</p>
      <p className="text-base break-words">
        {words.replaceAll("\n", ", ")}{" "}
        <Link
          href={known.where}
          prefetch={false}
          className="inline-flex min-h-6 max-w-full items-center text-sm wrap-anywhere text-ink-2 underline underline-offset-2 hover:text-ink"
        >
          {known.from}
          <span className="sr-only">: {field.label}</span>
        </Link>
      </p>
    </div>
  );
}
