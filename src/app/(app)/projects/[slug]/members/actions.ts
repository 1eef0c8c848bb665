"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { authorize } from "#server/access.ts";
import { memberRolesSchema, removeMember, setMemberRoles } from "#server/members.ts";
import { findCandidates } from "#server/people.ts";

const member = z.strictObject({ slug: z.string(), userId: z.string() });

export const setMemberRolesAction = action(
  z.strictObject({ ...member.shape, ...memberRolesSchema.shape }),
  async (actor, input) => {
    await setMemberRoles(await authorize(actor, input.slug, "member.manage"), input.userId, input.roles);
  },
);

export const removeMemberAction = action(member, async (actor, { slug, userId }) => {
  await removeMember(await authorize(actor, slug, "member.manage"), userId);
});

export const findCandidatesAction = action(
  z.strictObject({ slug: z.string(), q: z.string().max(80) }),
  async (actor, { slug, q }) => findCandidates(await authorize(actor, slug, "member.manage"), q),
);
