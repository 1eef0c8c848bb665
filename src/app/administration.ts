import { currentActor } from "#app/actor.ts";
import { AppError } from "#domain/errors.ts";
import { authorizeOrg, type OrgAccess } from "#server/access.ts";

/** The proof of an administrator's pages; null for everybody else, who gets a page that says whom to ask. */
export async function findAdministration(): Promise<OrgAccess<"org.manage"> | null> {
  try {
    return authorizeOrg(await currentActor(), "org.manage");
  } catch (error) {
    if (error instanceof AppError && error.code === "FORBIDDEN") return null;
    throw error;
  }
}
