import type { Metadata } from "next";
import { NewProjectForm } from "#app/(app)/projects/new/new-project-form.tsx";
import { currentSession } from "#app/actor.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { timeZones } from "#lib/time-zone.ts";
import { getOrganisation } from "#server/organisation.ts";

export const metadata: Metadata = { title: "New project" };

export default async function NewProjectPage() {
  const { user } = await currentSession();
  const { currency } = await getOrganisation();
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="New project"
        crumbs={[{ label: "Portfolio", href: "/portfolio" }, { label: "New project" }]}
        summary="A name is enough to begin. You become its product manager and lead, and can invite others at once."
        actions={<ButtonLink href="/projects/import">Import a project</ButtonLink>}
      />
      <Card className="max-w-176">
        <NewProjectForm currency={currency} timeZone={user.timeZone} zones={timeZones()} />
      </Card>
    </div>
  );
}
