import { AppError } from "#domain/errors.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import type { AnyFactKind, FactKind } from "#stages/fact-kind.ts";

/** Every kind of fact, stage by stage in the order in which people meet them. */
export const FACT_KINDS: readonly AnyFactKind[] = [plain(dataSource)];

const BY_NAME: ReadonlyMap<string, AnyFactKind> = new Map(FACT_KINDS.map((kind) => [kind.kind, kind]));

export function findFactKind(name: string): AnyFactKind | null {
  return BY_NAME.get(name) ?? null;
}

export function factKindOf(name: string): AnyFactKind {
  const kind = findFactKind(name);
  if (!kind) throw new AppError("NOT_FOUND", `There are no facts called "${name}".`);
  return kind;
}

export function factKindsOf(stage: string): AnyFactKind[] {
  return FACT_KINDS.filter((kind) => kind.stage === stage);
}

/** Guarantee: what these functions are handed was parsed with this kind's own schema. */
function plain<S extends FactKind["schema"]>(kind: FactKind<S>): AnyFactKind {
  return kind as unknown as AnyFactKind;
}
