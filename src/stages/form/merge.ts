import { type Leaves, sameAnswer } from "#stages/form/leaves.ts";

/** An answer that two people gave differently since `base`; what was typed here stays in the field until it is settled. */
export type Clash = { mine: unknown; theirs: unknown };

export type Merged = { values: Leaves; clashes: Readonly<Record<string, Clash>> };

/**
 * Three-way merge, answer by answer. Untouched answers take theirs, own changes stay, and where both changed the same
 * answer differently, own typing stays on screen and both are offered. Nothing typed is ever dropped.
 */
export function mergeAnswers(base: Leaves, mine: Leaves, theirs: Leaves): Merged {
  const values: Record<string, unknown> = {};
  const clashes: Record<string, Clash> = {};
  for (const path of pathsOf(base, mine, theirs)) {
    const touched = !sameAnswer(mine[path], base[path]);
    const moved = !sameAnswer(theirs[path], base[path]);
    values[path] = touched || !moved ? mine[path] : theirs[path];
    if (touched && moved && !sameAnswer(mine[path], theirs[path]))
      clashes[path] = { mine: mine[path], theirs: theirs[path] };
  }
  return { values: withoutAbsent(values), clashes };
}

/** The paths whose answer differs from what the server holds. */
export function changedPaths(base: Leaves, values: Leaves): string[] {
  return pathsOf(base, values).filter((path) => !sameAnswer(base[path], values[path]));
}

/** What is kept on the device: the unsaved answers, each with the saved one that it started from. */
export type KeptTyping = { base: Leaves; values: Leaves };

export function typingToKeep(base: Leaves, values: Leaves): KeptTyping {
  const paths = changedPaths(base, values);
  return { base: only(base, paths), values: only(values, paths) };
}

/** Brings typing that was kept back over what the server holds by now. A cleared answer is typing too. */
export function restoreTyping(kept: KeptTyping, current: Leaves): Merged {
  const typed = new Set(pathsOf(kept.base, kept.values));
  const base = { ...withoutPaths(current, typed), ...kept.base };
  const mine = { ...withoutPaths(current, typed), ...kept.values };
  return mergeAnswers(base, mine, current);
}

export function only(leaves: Leaves, paths: readonly string[]): Leaves {
  return withoutAbsent(Object.fromEntries(paths.map((path) => [path, leaves[path]])));
}

function withoutPaths(leaves: Leaves, paths: ReadonlySet<string>): Leaves {
  return Object.fromEntries(Object.entries(leaves).filter(([path]) => !paths.has(path)));
}

function withoutAbsent(leaves: Leaves): Leaves {
  return Object.fromEntries(Object.entries(leaves).filter(([, value]) => value !== undefined));
}

function pathsOf(...documents: readonly Leaves[]): string[] {
  return [...new Set(documents.flatMap((leaves) => Object.keys(leaves)))];
}
