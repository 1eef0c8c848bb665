import type { OrgAccess } from "#server/access.ts";
import { db } from "#server/db.ts";
import { mutate } from "#server/mutate.ts";

export type Organisation = {
  name: string;
  demo: boolean;
  currency: string;
  discountAnnual: number;
  /** The net present value that counts as full value. */
  npvReference: number;
};

/** One installation is one organisation: the row with id 1, made by the first start or by set-up. */
export async function getOrganisation(): Promise<Organisation> {
  const row = await db.organisation.findFirst({
    select: { name: true, demo: true, currency: true, discountAnnual: true, npvReference: true },
  });
  return row
    ? { ...row, npvReference: Number(row.npvReference) }
    : { name: "Throughline", demo: false, currency: "EUR", discountAnnual: 0.08, npvReference: 1_000_000 };
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
