import { notFound } from "next/navigation";
import { cache } from "react";
import { currentActor } from "#app/actor.ts";
import { AppError } from "#domain/errors.ts";
import type { Permission } from "#domain/permissions.ts";
import { type Access, authorize } from "#server/access.ts";

/** The proof with which a project's pages read. A project that is missing or not the reader's is the same: not found. */
export const readingProject = cache(
  (slug: string): Promise<Access<"project.read">> => proveOrNotFound(slug, "project.read"),
);

/** The same for a stronger right; null where the reader may see the project but not do this. */
export async function findAccess<P extends Permission>(slug: string, permission: P): Promise<Access<P> | null> {
  try {
    return await authorize(await currentActor(), slug, permission);
  } catch (error) {
    if (error instanceof AppError && error.code === "FORBIDDEN") return null;
    throw error;
  }
}

async function proveOrNotFound<P extends Permission>(slug: string, permission: P): Promise<Access<P>> {
  try {
    return await authorize(await currentActor(), slug, permission);
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}
