import type { StageDocument } from "#stages/field.ts";
import type { Asked } from "#stages/form/form-field.ts";
import { type Leaves, leavesIn, sameAnswer } from "#stages/form/leaves.ts";
import { type Clash, changedPaths, type KeptTyping, mergeAnswers, restoreTyping } from "#stages/form/merge.ts";

/** What the server holds, as the browser last heard of it. */
export type SavedDraft = {
  version: number;
  document: StageDocument;
  savedAt: Date | string | null;
  savedBy: string | null;
};

export type FormStatus =
  | { kind: "quiet" }
  | { kind: "unsaved" }
  | { kind: "saving" }
  /** Waits for a yes, because the change makes signatures void. */
  | { kind: "held" }
  | { kind: "offline" }
  | { kind: "expired" }
  | { kind: "refused"; message: string };

export type FormState = Omit<SavedDraft, "document"> & {
  /** What is saved, and what stands in the fields. */
  base: Leaves;
  values: Leaves;
  asked: Asked;
  errors: Readonly<Record<string, string>>;
  clashes: Readonly<Record<string, Clash & { by: string | null }>>;
  status: FormStatus;
  /** When typing of an earlier visit was brought back. */
  restoredAt: string | null;
};

export function openForm(draft: SavedDraft, asked: Asked): FormState {
  const { version, savedAt, savedBy } = draft;
  const base = leavesIn(draft.document);
  return {
    version,
    savedAt,
    savedBy,
    base,
    values: base,
    asked,
    errors: {},
    clashes: {},
    status: { kind: "quiet" },
    restoredAt: null,
  };
}

export function typed(state: FormState, path: string, value: unknown): FormState {
  const values = { ...state.values, [path]: value };
  const clash = state.clashes[path];
  const clashes = clash ? { ...state.clashes, [path]: { ...clash, mine: value } } : state.clashes;
  return { ...state, values, clashes, errors: without(state.errors, path), restoredAt: null };
}

/** Answers that may be sent: those that were refused or are disputed stay as the server has them. */
export function answersToSend({ base, values, errors, clashes }: FormState): Leaves {
  const held = [...Object.keys(errors), ...Object.keys(clashes)];
  return { ...values, ...Object.fromEntries(held.map((path) => [path, base[path]])) };
}

export function savedAs(state: FormState, draft: SavedDraft, asked: Asked): FormState {
  const { version, savedAt, savedBy } = draft;
  return { ...state, version, savedAt, savedBy, base: leavesIn(draft.document), asked };
}

/** Somebody else saved meanwhile: theirs comes in beside what was typed here. */
export function joinedBy(state: FormState, theirs: SavedDraft, asked: Asked = state.asked): FormState {
  if (theirs.version <= state.version) return { ...state, asked };
  const base = leavesIn(theirs.document);
  const merged = mergeAnswers(state.base, state.values, base);
  const disputed = Object.entries(state.clashes).filter(([path]) => !sameAnswer(merged.values[path], base[path]));
  const earlier = disputed.map(([path, clash]) => [path, { ...clash, theirs: base[path] }] as const);
  const fresh = Object.entries(merged.clashes).map(
    ([path, clash]) => [path, { ...clash, by: theirs.savedBy }] as const,
  );
  return {
    ...savedAs(state, theirs, asked),
    values: merged.values,
    clashes: { ...Object.fromEntries(earlier), ...Object.fromEntries(fresh) },
  };
}

export function restored(state: FormState, kept: KeptTyping, at: string): FormState {
  const merged = restoreTyping(kept, state.base);
  const by = state.savedBy;
  const clashes = Object.fromEntries(
    Object.entries(merged.clashes).map(([path, clash]) => [path, { ...clash, by }] as const),
  );
  return { ...state, values: merged.values, clashes, restoredAt: at };
}

export function settled(state: FormState, path: string, value: unknown): FormState {
  return { ...state, values: { ...state.values, [path]: value }, clashes: without(state.clashes, path) };
}

export function unsavedPaths({ base, values }: Pick<FormState, "base" | "values">): string[] {
  return changedPaths(base, values);
}

function without<T>(record: Readonly<Record<string, T>>, path: string): Readonly<Record<string, T>> {
  if (!(path in record)) return record;
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== path));
}
