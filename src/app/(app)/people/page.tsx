import type { Metadata } from "next";
import { AddPerson } from "#app/(app)/people/add-person.tsx";
import { PeopleTable } from "#app/(app)/people/people-table.tsx";
import { currentSession } from "#app/actor.ts";
import { findAdministration } from "#app/administration.ts";
import { AdministratorsOnly } from "#app/administrators-only.tsx";
import { boxClass } from "#components/form/box.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SegmentedLinks } from "#components/ui/segmented.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { classNames } from "#lib/class-names.ts";
import { listUsers, type PeopleQuery } from "#server/people.ts";

export const metadata: Metadata = { title: "People" };

type Asked = { q?: string; state?: string; after?: string };

export default async function PeoplePage({ searchParams }: { searchParams: Promise<Asked> }) {
  const access = await findAdministration();
  if (!access)
    return (
      <AdministratorsOnly title="People">Here accounts are made, disabled and given new passwords.</AdministratorsOnly>
    );
  const { user } = await currentSession();
  const asked = await searchParams;
  const { q = "", after } = asked;
  const state = stateOf(asked.state);
  const query: PeopleQuery = { q, ...(state && { state }), ...(after && { cursor: after }) };
  const { items, nextCursor } = await listUsers(access, query);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="People"
        summary="Everybody who may sign in here. Roles are given in each project."
        actions={<AddPerson />}
      />
      <div className="flex flex-wrap items-center gap-2.5">
        <search>
          <form className="flex gap-2">
            <input
              type="search"
              name="q"
              aria-label="Name or e-mail"
              placeholder="Name or e-mail"
              defaultValue={q}
              className={classNames(boxClass, "w-56")}
            />
            {state && <input type="hidden" name="state" value={state} />}
            <Button type="submit">Search</Button>
          </form>
        </search>
        <SegmentedLinks
          label="State"
          items={STATES.map(({ value, label }) => ({
            label,
            href: hrefOf({ q, state: value }),
            current: state === value,
          }))}
        />
      </div>
      <Card padded={items.length === 0}>
        {items.length === 0 ? (
          <EmptyState title="Nobody found" action={<TextLink href="/people">Show everybody</TextLink>}>
            No name and no address contains these words.
          </EmptyState>
        ) : (
          <PeopleTable people={items} selfId={user.id} zone={user.timeZone} />
        )}
      </Card>
      {(nextCursor || after) && (
        <ShowMore
          shown={items.length}
          noun="people"
          nextHref={nextCursor ? hrefOf({ q, state, after: nextCursor }) : undefined}
        />
      )}
    </div>
  );
}

const STATES: readonly { value: PeopleQuery["state"]; label: string }[] = [
  { value: undefined, label: "Everybody" },
  { value: "active", label: "Active" },
  { value: "disabled", label: "Disabled" },
];

function stateOf(text: string | undefined): PeopleQuery["state"] {
  return STATES.find(({ value }) => value === text)?.value;
}

function hrefOf(wanted: Asked): string {
  const params = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
  return params.size > 0 ? `/people?${params}` : "/people";
}
