"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { addFactAction, changeFactAction } from "#app/(app)/projects/[slug]/facts/actions.ts";
import { useAction } from "#app/use-action.ts";
import { type LocalDraft, localDraft } from "#components/form/local-draft.ts";
import { TextInput } from "#components/form/text-input.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { isGroup } from "#stages/answer-at.ts";
import { AnswerControl } from "#stages/form/answer-control.tsx";
import { blankWords, sortErrors } from "#stages/form/field-errors.ts";
import type { FormChoices } from "#stages/form/form-context.tsx";
import type { FormField } from "#stages/form/form-field.ts";
import { documentFrom, isBlank, type Leaves, leavesIn, sameAnswer } from "#stages/form/leaves.ts";

type FactFormProps = {
  place: { slug: string; kind: string };
  one: string;
  userId: string;
  fields: readonly (FormField & { optional: boolean })[];
  choices: FormChoices;
  /** Null while it is new. */
  existing: { key: string; version: number; data: Readonly<Record<string, unknown>> } | null;
  back: string;
  /** Of a new one, what is known where it was begun. */
  known?: Leaves;
  /** Of a new one, what the project knows already. */
  beginning?: Readonly<Record<string, unknown>>;
};

/** One fact of any kind: what must be told first, what may be left out below. Typing is kept on the device until it is saved. */
export function FactForm({
  place,
  one,
  userId,
  fields,
  choices,
  existing,
  back,
  known = {},
  beginning = {},
}: FactFormProps) {
  const router = useRouter();
  const before = existing ? leavesIn(existing.data) : { ...leavesIn(beginning), ...known };
  const begun = fields.filter(({ path }) => !existing && path in before).map(({ label }) => label);
  const [values, setValues] = useState<Leaves>(before);
  const [key, setKey] = useState<string>();
  const kept = keptTyping(userId, place, existing, known);
  const [restored, setRestored] = useState(false);
  const adding = useAction(addFactAction);
  const changing = useAction(changeFactAction);
  const { pending, refusal } = existing ? changing : adding;
  const errors = sortErrors(refusal?.fieldErrors ?? {}, fields);

  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the form opens
  useEffect(() => {
    const typed = kept.read();
    if (!typed) return;
    setValues((now) => ({ ...now, ...typed.content }));
    setRestored(true);
  }, []);

  const type = (path: string, value: unknown) => {
    const next = { ...values, [path]: value };
    setValues(next);
    kept.write(Object.fromEntries(Object.entries(next).filter(([name, each]) => !sameAnswer(each, before[name]))));
  };
  const saved = () => {
    kept.clear();
    showToast({ tone: "good", message: existing ? `The ${one} is changed.` : `The ${one} is recorded.` });
    router.push(back);
    router.refresh();
  };
  const forget = () => {
    kept.clear();
    setValues(before);
    setRestored(false);
  };
  const save = () => {
    if (!existing) return adding.submit({ ...place, ...(key && { key }), data: documentFrom(values) }, saved);
    const taken = Object.keys(before).filter((path) => sameAnswer(values[path], undefined));
    const patch = { ...documentFrom(values), ...documentOfNulls(taken) };
    changing.submit({ ...place, key: existing.key, version: existing.version, data: patch }, saved);
  };
  const errorOf = (field: FormField & { optional: boolean }) => {
    const error = errors.byField[field.path];
    return error && !field.optional && isBlank(values[field.path]) ? blankWords(field) : error;
  };
  const control = (field: FormField & { optional: boolean }) => (
    <AnswerControl
      key={field.path}
      field={field}
      look={{}}
      choices={choices}
      value={values[field.path]}
      beside={field.beside && values[field.beside]}
      optional={field.optional}
      error={errorOf(field)}
      readOnly={false}
      onChange={(value) => type(field.path, value)}
      onBlur={() => undefined}
    />
  );
  const must = fields.filter(({ optional }) => !optional);
  const may = fields.filter(({ optional }) => optional);
  const told =
    may.some(({ path }) => path in before || path in values) || may.some(({ path }) => path in errors.byField);
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {restored && (
        <Notice
          action={
            <Button size="sm" onClick={forget}>
              Start afresh
            </Button>
          }
        >
          What you typed here earlier is back.
        </Notice>
      )}
      {begun.length > 0 && !restored && (
        <p className="text-sm text-pretty text-ink-2">
          Filled in from what is known, to be looked over: {begun.join(", ")}.
        </p>
      )}
      {must.map(control)}
      {may.length > 0 && (
        <details open={told || must.length === 0} className="group rounded-card border border-rule px-4 py-3">
          <summary className="cursor-pointer text-base font-semibold">More about it ({may.length}, optional)</summary>
          <div className="mt-4 flex flex-col gap-5">{may.map(control)}</div>
        </details>
      )}
      {!existing && (
        <TextInput
          path="key"
          label="Key"
          optional
          help="How other facts and scripts refer to it. Left empty, it is made from the name and cannot be changed later."
          value={key}
          onChange={setKey}
          error={refusal?.fieldErrors?.key}
        />
      )}
      <FormProblem refusal={refusal} elsewhere={errors.elsewhere} />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" pending={pending}>
          {existing ? "Save changes" : `Record the ${one}`}
        </Button>
        <ButtonLink href={back} prefetch={false}>
          Cancel
        </ButtonLink>
      </div>
    </form>
  );
}

type Refusal = ReturnType<typeof useAction>["refusal"];

function FormProblem({ refusal, elsewhere }: { refusal: Refusal; elsewhere: readonly string[] }) {
  if (!refusal) return null;
  const fields = Object.keys(refusal.fieldErrors ?? {}).length;
  const words = refusal.code === "INVALID" && fields > 0 ? countOf(fields) : refusal.message;
  return (
    <Notice tone="bad" live>
      <p>{words}</p>
      {elsewhere.map((message) => (
        <p key={message}>{message}</p>
      ))}
      {refusal.code === "CONFLICT" && fields === 0 && (
        <p>Your typing is kept. Open the page again to see what stands now.</p>
      )}
    </Notice>
  );
}

const countOf = (fields: number) =>
  fields === 1 ? "One field needs another look." : `${fields} fields need another look.`;

function keptTyping(
  userId: string,
  { slug, kind }: FactFormProps["place"],
  existing: FactFormProps["existing"],
  known: Leaves,
): LocalDraft<Leaves> {
  const version = existing ? `${existing.key}@${existing.version}` : ["new", ...Object.values(known)].join(":");
  return localDraft(`fact:${userId}:${slug}:${kind}:${version}`, isGroup);
}

/** What was there and is empty now is taken out on purpose. */
function documentOfNulls(paths: readonly string[]): Record<string, unknown> {
  const document: Record<string, Record<string, null> | null> = {};
  for (const path of paths) {
    const [group = "", name] = path.split(".");
    if (!name) document[group] = null;
    else document[group] = { ...document[group], [name]: null };
  }
  return document;
}
