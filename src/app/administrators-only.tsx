import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listAdministratorNames } from "#server/people.ts";

/** What others see of an administrator's page: what it is for, and whom to ask. */
export async function AdministratorsOnly({ title, children }: { title: string; children: string }) {
  const names = await listAdministratorNames();
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={title} />
      <Card>
        <EmptyState title="For administrators">
          <p>{children}</p>
          {names.length > 0 && <p className="mt-1">You can ask {names.join(", ")}.</p>}
        </EmptyState>
      </Card>
    </div>
  );
}
