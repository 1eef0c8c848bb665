import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";

export type AttributeGroups = { attribute: string; name: string; groups: readonly string[] };

/** The groups that stage 4 defines, by attribute: whoever names a group picks one of these. */
export async function listGroups(access: Access<"project.read">): Promise<AttributeGroups[]> {
  const facts = await loadFactBag(db, access.projectId, [protectedAttribute]);
  return facts
    .of(protectedAttribute)
    .map(({ key, data }) => ({ attribute: key, name: data.name, groups: data.groups }));
}
