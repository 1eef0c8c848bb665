import type { Metadata } from "next";
import type { ReactNode } from "react";
import { AddMember } from "#app/(app)/projects/[slug]/members/add-member.tsx";
import { MemberMenu } from "#app/(app)/projects/[slug]/members/member-menu.tsx";
import { currentSession } from "#app/actor.ts";
import { findAccess, readingProject } from "#app/project.ts";
import { ROLE_WORDS } from "#app/role-words.ts";
import { Avatar } from "#components/ui/avatar.tsx";
import { Card } from "#components/ui/card.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { whoMay } from "#domain/permissions.ts";
import { ROLE_NAMES, ROLES } from "#domain/vocabulary.ts";
import { formatDate } from "#lib/format-date.ts";
import { plural } from "#lib/format-size.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import { listMembers, type MemberRow } from "#server/members.ts";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const access = await readingProject(slug);
  const [members, managing, { user }] = await Promise.all([
    listMembers(access),
    findAccess(slug, "member.manage"),
    currentSession(),
  ]);
  return (
    <div className="flex flex-col gap-4">
      <Card
        title="Members"
        note={plural(members.length, "person", "people")}
        padded={false}
        aside={managing ? <AddMember slug={slug} /> : `Changing members takes ${whoMay("member.manage")}`}
      >
        <TableScroll label="Members" className="rounded-b-card">
          <Table>
            <thead>
              <tr>
                <Th>Name</Th>
                <Th>Roles</Th>
                <Th>Since</Th>
                {managing && (
                  <Th>
                    <span className="sr-only">Actions</span>
                  </Th>
                )}
              </tr>
            </thead>
            <tbody>
              {members.map((member) => (
                <MemberLine key={member.userId} member={member} zone={user.timeZone} self={member.userId === user.id}>
                  {managing && (
                    <Td className="text-right">
                      <MemberMenu slug={slug} userId={member.userId} name={member.name} roles={member.roles} />
                    </Td>
                  )}
                </MemberLine>
              ))}
            </tbody>
          </Table>
        </TableScroll>
      </Card>
      <Card title="What the roles do" note="A person may hold several; a reviewer never builds as well">
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[9rem_minmax(0,1fr)]">
          {ROLES.map((role) => (
            <div key={role} className="contents">
              <dt className="font-semibold">{sentenceCase(ROLE_NAMES[role])}</dt>
              <dd className="text-pretty text-ink-2">{ROLE_WORDS[role]}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </div>
  );
}

type MemberLineProps = { member: MemberRow; zone: string; self: boolean; children: ReactNode };

function MemberLine({ member, zone, self, children }: MemberLineProps) {
  return (
    <Tr>
      <RowHead className="min-w-40 wrap-anywhere">
        <span className="flex items-center gap-2.5">
          <Avatar person={{ id: member.userId, name: member.name }} size={26} silent />
          <span className="min-w-0">
            <span className="block">
              {member.name}
              {self && <span className="font-normal text-ink-2"> (you)</span>}
            </span>
            <span className="block text-sm font-normal text-ink-2">{member.email}</span>
          </span>
        </span>
      </RowHead>
      <Td>
        <span className="flex flex-wrap gap-1.5">
          {member.roles.map((role) => (
            <Tag key={role}>{sentenceCase(ROLE_NAMES[role])}</Tag>
          ))}
          {member.disabled && <Tag tone="bad">Disabled</Tag>}
        </span>
      </Td>
      <Td className="whitespace-nowrap text-ink-2">{formatDate(member.addedAt, zone)}</Td>
      {children}
    </Tr>
  );
}
