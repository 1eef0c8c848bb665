import { PersonMenu } from "#app/(app)/people/person-menu.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { now } from "#server/clock.ts";
import type { PersonRow } from "#server/people.ts";

export function PeopleTable({ people, selfId, zone }: { people: readonly PersonRow[]; selfId: string; zone: string }) {
  return (
    <TableScroll label="People" className="rounded-card">
      <Table>
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>State</Th>
            <Th number>Projects</Th>
            <Th>Last seen</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <Tr key={person.id}>
              <RowHead className="min-w-40 wrap-anywhere">
                <span className="flex items-center gap-2.5">
                  <Avatar person={person} size={26} silent />
                  <span className="min-w-0">
                    <span className="block">
                      {person.name}
                      {person.id === selfId && <span className="font-normal text-ink-2"> (you)</span>}
                    </span>
                    <span className="block text-sm font-normal text-ink-2">{person.email}</span>
                  </span>
                </span>
              </RowHead>
              <Td>
                <span className="flex flex-wrap gap-1.5">
                  {person.isAdmin && <Tag>Administrator</Tag>}
                  {person.disabledAt && <Tag tone="bad">Disabled</Tag>}
                  {!person.hasPassword && <Tag tone="warn">No password yet</Tag>}
                </span>
              </Td>
              <Td number>{person.projects}</Td>
              <Td className="whitespace-nowrap text-ink-2">
                {person.lastSeenAt ? <RelativeTime at={person.lastSeenAt} now={now()} zone={zone} /> : "Signed out"}
              </Td>
              <Td className="text-right">
                <PersonMenu
                  userId={person.id}
                  name={person.name}
                  isAdmin={person.isAdmin}
                  disabled={person.disabledAt !== null}
                  self={person.id === selfId}
                />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}
