"use client";

import { createContext, use, useSyncExternalStore } from "react";
import type { Autosave } from "#stages/form/autosave.tsx";
import type { FormField } from "#stages/form/form-field.ts";
import type { FormState } from "#stages/form/form-state.ts";
import { documentFrom } from "#stages/form/leaves.ts";
import type { KnownAnswers } from "#stages/known.ts";
import type { Proposals } from "#stages/proposal.ts";

export type Choice = { value: string; label: string };

/** What the fields of a form offer to choose from; `facts` by kind. */
export type FormChoices = {
  currency: string;
  people: readonly Choice[];
  criteria: readonly Choice[];
  facts?: Readonly<Record<string, readonly Choice[]>>;
  /** The newest alerts, by id. */
  alerts?: readonly Choice[];
  /** The groups of stage 4, by the key of their attribute. */
  groups?: Readonly<Record<string, readonly string[]>>;
};

/** What all fields of one form share. `shownFirst`: answers that stand in the open although nobody is asked for them. */
export type FormSurroundings = FormChoices & {
  form: Autosave;
  fields: ReadonlyMap<string, FormField>;
  readOnly: boolean;
  shownFirst: ReadonlySet<string>;
  /** Answers that are known elsewhere, by path. */
  proposals: Proposals;
  /** What is recorded and therefore not asked, by path. */
  known: KnownAnswers;
};

const Surroundings = createContext<FormSurroundings | null>(null);
export const FormSurroundingsProvider = Surroundings.Provider;

export function useFormSurroundings(): FormSurroundings {
  const surroundings = use(Surroundings);
  if (!surroundings) throw new Error("An answer stands outside its form");
  return surroundings;
}

/** Reads one part of the form; the reader is drawn again only when that part changes. */
export function useFormPart<T>(part: (state: FormState) => T): T {
  const { form } = useFormSurroundings();
  return useSyncExternalStore(
    form.subscribe,
    () => part(form.snapshot()),
    () => part(form.snapshot()),
  );
}

/** The document as it stands in the fields, for figures that follow the typing. */
export function useTypedDocument() {
  return documentFrom(useFormPart((state) => state.values));
}

export type Pass = "first" | "more";
const Passes = createContext<Pass>("first");
export const PassProvider = Passes.Provider;
export const usePass = (): Pass => use(Passes);
