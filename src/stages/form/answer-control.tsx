"use client";

import { ChoiceInput } from "#components/form/choice-input.tsx";
import { ChoicesInput } from "#components/form/choices-input.tsx";
import { DateInput } from "#components/form/date-input.tsx";
import { Field } from "#components/form/field.tsx";
import { InstantInput } from "#components/form/instant-input.tsx";
import { LikertInput } from "#components/form/likert-input.tsx";
import { type NumberCells, NumbersBox } from "#components/form/numbers-box.tsx";
import { type FormRow, RowsInput } from "#components/form/rows-input.tsx";
import { TextArea } from "#components/form/text-area.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { YesNoInput } from "#components/form/yes-no-input.tsx";
import { isGroup } from "#stages/answer-at.ts";
import type { FormChoices } from "#stages/form/form-context.tsx";
import type { FormField } from "#stages/form/form-field.ts";
import { GroupAnswer, TagsAnswer } from "#stages/form/known-choices.tsx";
import { MapInput } from "#stages/form/map-input.tsx";
import { NumberAnswer } from "#stages/form/number-answer.tsx";
import { rowColumnsOf } from "#stages/form/row-columns.ts";

export type AnswerLook = {
  /** Shorter words where the surroundings already say the rest. */
  label?: string;
  rows?: number;
  /** One row of a list, as a word: "alternative". */
  noun?: string;
  /** The row that a list begins with, which cannot be removed. */
  firstRow?: Readonly<Record<string, string>>;
  /** Where a ladder of 1 to 5 leads from and to. */
  low?: string;
  high?: string;
  className?: string;
};

type AnswerControlProps = {
  field: FormField;
  look: AnswerLook;
  choices: FormChoices;
  value: unknown;
  /** What is answered at the place that the field names as beside it. */
  beside?: unknown;
  optional: boolean;
  error: string | undefined;
  readOnly: boolean;
  /** A choice is saved at once, typing after a pause. */
  onChange: (value: unknown, delay?: number) => void;
  onBlur: () => void;
};

const AT_ONCE = 0;

/** Chooses the control by the answer's kind. */
export function AnswerControl({ field, look, choices, onChange, onBlur, ...rest }: AnswerControlProps) {
  const { currency, people, criteria, facts = {} } = choices;
  const { value, optional, error, readOnly } = rest;
  const { path, help, min, max, options = [] } = field;
  const label = look.label ?? field.label;
  const words = {
    path,
    label,
    help: readOnly ? undefined : help,
    optional,
    error,
    readOnly,
    onBlur,
    ...(look.className && { className: look.className }),
  };
  const text = { ...words, value: asText(value), onChange };
  const pick = { ...words, value: asText(value), onChange: (next: unknown) => onChange(next, AT_ONCE) };
  switch (field.kind) {
    case "text":
      return <TextArea {...text} rows={look.rows ?? 1} {...limits(min, max)} />;
    case "longtext":
      return <TextArea {...text} rows={look.rows ?? 2} {...limits(min, max)} />;
    case "number":
    case "integer":
    case "money":
    case "percent":
      return <NumberAnswer {...words} kind={field.kind} unit={field.unit} {...{ currency, value, onChange }} />;
    case "likert":
      return (
        <LikertInput
          {...words}
          value={asNumber(value)}
          onChange={(next) => onChange(next, AT_ONCE)}
          {...(look.low && { lowLabel: look.low })}
          {...(look.high && { highLabel: look.high })}
        />
      );
    case "boolean":
      return <YesNoInput {...words} value={asYesNo(value)} onChange={(next) => onChange(next, AT_ONCE)} />;
    case "choice":
      return <ChoiceInput {...pick} options={options} />;
    case "choices":
      return (
        <ChoicesInput
          {...words}
          options={options}
          value={asTexts(value)}
          onChange={(next) => onChange(next, AT_ONCE)}
        />
      );
    case "tags":
      return (
        <TagsAnswer
          words={words}
          known={choices.alerts}
          offers={field.alerts}
          value={asTexts(value)}
          onChange={onChange}
        />
      );
    case "records":
      return (
        <RowsInput
          {...words}
          value={rowsIn(value, look.firstRow)}
          onChange={onChange}
          columns={rowColumnsOf(field.columns ?? [], currency)}
          noun={look.noun ?? "row"}
          fixedRows={look.firstRow ? 1 : 0}
          {...(max !== undefined && { maxRows: max })}
        />
      );
    case "fact":
      return <ChoiceInput {...pick} options={facts[field.of ?? ""] ?? []} as="select" />;
    case "group":
      return <GroupAnswer text={text} pick={pick} groups={choices.groups} attribute={rest.beside} />;
    case "numbers":
      return (
        <Field {...words}>
          {(ties) => <NumbersBox {...{ ties, onChange, onBlur, readOnly }} value={asNumbers(value)} rows={5} />}
        </Field>
      );
    case "map":
      return <MapInput {...words} value={value} onChange={onChange} />;
    case "date":
      return <DateInput {...text} />;
    case "instant":
      return <InstantInput {...text} />;
    case "url":
      return <TextInput {...text} type="url" placeholder="https://" />;
    case "user":
      return <ChoiceInput {...pick} options={people} as="select" />;
    case "criterion":
      return <ChoiceInput {...pick} options={criteria} as="select" />;
    default:
      return field.kind satisfies never;
  }
}

const limits = (min: number | undefined, max: number | undefined) => ({
  ...(min !== undefined && min > 1 && { min }),
  ...(max !== undefined && { max }),
});

const asNumber = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const asYesNo = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);

function asTexts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((entry) => typeof entry !== "object").map(String) : undefined;
}

/** What is no number stays as it was typed, for the server to refuse by its place. */
function asNumbers(value: unknown): NumberCells | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((entry): entry is number | string => typeof entry === "number" || typeof entry === "string");
}

function rowsIn(value: unknown, firstRow: AnswerLook["firstRow"]): FormRow[] {
  const rows = Array.isArray(value) ? value.filter(isRow) : [];
  return rows.length === 0 && firstRow ? [{ ...firstRow }] : rows;
}

/** Guarantee: cells come out of the stage's own draft schema or of the cells' own controls; both hold scalars only. */
function isRow(value: unknown): value is FormRow {
  return isGroup(value);
}
