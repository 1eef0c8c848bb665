import type { OrgAccess } from "#server/access.ts";
import { db } from "#server/db.ts";
import { mutate } from "#server/mutate.ts";

export type Organisation = { name: string; demo: boolean; currency: string; discountAnnual: number };

/** One installation is one organisation: the row with id 1, made by the first start or by set-up. */
export async function getOrganisation(): Promise<Organisation> {
  const row = await db.organisation.findFirst({
    select: { name: true, demo: true, currency: true, discountAnnual: true },
  });
  return row ?? { name: "Throughline", demo: false, currency: "EUR", discountAnnual: 0.08 };
}

export async function ensureOrganisation(
  access: OrgAccess<"org.manage">,
  wanted: { name: string; demo: boolean },
): Promise<void> {
  await mutate(access, async (tx) => {
    if (await tx.organisation.findFirst()) return { value: undefined, audit: "unchanged" };
    const after = await tx.organisation.create({ data: { id: 1, ...wanted } });
    const subject = { type: "organisation", id: "1", label: wanted.name };
    return {
      value: undefined,
      audit: { action: "organisation.create", subject, after: { name: after.name, demo: after.demo } },
    };
  });
}
