import { notFound } from "next/navigation";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { ErrorState } from "#components/ui/error-state.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { anyOf, can } from "#domain/permissions.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import { findFactKind } from "#stages/fact-kinds.ts";

/** The kind that an address names, and whether the reader records such facts. */
export async function recordingKind(slug: string, name: string) {
  const kind = findFactKind(name);
  if (!kind) notFound();
  const [session, access] = await Promise.all([currentSession(), readingProject(slug)]);
  const may = can(access.roles, "fact.record") && access.roles.some((role) => kind.writers.includes(role));
  return { kind, access, userId: session.user.id, may };
}

export function mayNotRecord(slug: string, kind: AnyFactKind) {
  return (
    <ErrorState
      title={`You can read the ${kind.many}, not record one`}
      action={<TextLink href={`/projects/${slug}/facts/${kind.kind}`}>Back to the list</TextLink>}
    >
      That takes {anyOf(kind.writers)}.
    </ErrorState>
  );
}
