import type { ApiDocument } from "#api/openapi.ts";
import { type Operation, operationOf } from "#app/(app)/docs/operation.tsx";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

/** The operations of the document by their tag, in the document's order; `isShown` is asked for each address. */
export function operationsByTag({ paths }: ApiDocument, isShown: (path: string) => boolean): Map<string, Operation[]> {
  const byTag = new Map<string, Operation[]>();
  for (const [path, item] of Object.entries(paths ?? {})) {
    if (!isShown(path)) continue;
    for (const method of METHODS) {
      const described = item[method];
      if (!described) continue;
      const tag = described.tags?.[0] ?? "Other";
      byTag.set(tag, [...(byTag.get(tag) ?? []), operationOf(method, path, described)]);
    }
  }
  return byTag;
}

/** The kind of fact that an address is about, or null. */
export function kindIn(path: string, kinds: readonly { kind: string }[]): string | null {
  const name = /^\/api\/v1\/projects\/\{slug\}\/([^/]+)/.exec(path)?.[1];
  return kinds.find(({ kind }) => kind === name)?.kind ?? null;
}
