import { notFound } from "next/navigation";
import { cache } from "react";
import { AppError } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { type FactView, getFact } from "#server/facts.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";

/** One fact for its pages; a key that is not there is a page that is not there. */
export const readingFact = cache(
  async (access: Access<"project.read">, kind: AnyFactKind, key: string): Promise<FactView> => {
    try {
      return await getFact(access, kind, decodeURIComponent(key));
    } catch (error) {
      if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
      throw error;
    }
  },
);
