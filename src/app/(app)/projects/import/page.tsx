import type { Metadata } from "next";
import Link from "next/link";
import { ImportProject } from "#app/(app)/projects/import/import-project.tsx";
import { currentActor } from "#app/actor.ts";
import { importSchema } from "#app/transfer-fetch.ts";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { AppError } from "#domain/errors.ts";
import { authorizeOrg } from "#server/access.ts";
import { getImport, listImports } from "#server/transfer/imports.ts";
import { importLimit } from "#server/transfer/limits.ts";

export const metadata: Metadata = { title: "Import a project" };

export default async function ImportPage({ searchParams }: { searchParams: Promise<{ id?: string | string[] }> }) {
  const { id } = await searchParams;
  const access = authorizeOrg(await currentActor(), "project.create");
  const [open, waiting] = await Promise.all([
    typeof id === "string" ? getImport(access, id).catch(nothingThere) : null,
    listImports(access),
  ]);
  const others = waiting.filter((each) => each.id !== open?.id);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="Import a project"
        crumbs={[
          { label: "Portfolio", href: "/portfolio" },
          { label: "New project", href: "/projects/new" },
          { label: "Import" },
        ]}
        summary="A file from “Export the project” becomes a new project here. You see what is in it before anything is made, and you will lead it."
      />
      <ImportProject
        key={open?.id ?? "new"}
        open={open ? importSchema.parse(JSON.parse(JSON.stringify(open))) : null}
        limitBytes={importLimit()}
      />
      {others.length > 0 && (
        <Card title="Files that you brought">
          <ul className="flex flex-col gap-1.5 text-base">
            {others.map((each) => (
              <li key={each.id} className="flex flex-wrap items-baseline gap-x-2.5">
                <Link href={`/projects/import?id=${each.id}`} className="font-semibold underline underline-offset-2">
                  {each.manifest?.project.name ?? "A project"}
                </Link>
                <span className="text-sm text-ink-2">{WORDS[each.state]}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

const WORDS = {
  ...{
    received: "waits for you to start it; kept for a day",
    waiting: "waits for the worker",
    running: "is being imported",
  },
  ...{ failed: "could not be imported", done: "", expired: "" },
};

function nothingThere(error: unknown): null {
  if (error instanceof AppError && error.code === "NOT_FOUND") return null;
  throw error;
}
