import { withSchemaHistory } from "#stages/data-selection/source-history.ts";
import { dataSourceSchema } from "#stages/data-selection/source-schema.ts";
import { needsOf, scoreFigures } from "#stages/data-selection/source-scores.ts";
import { defineFact, type Figure } from "#stages/fact-kind.ts";

export const dataSource = defineFact({
  kind: "data-sources",
  one: "data source",
  many: "data sources",
  stage: "data-selection",
  help: "What the data comes from, whether it may and can be had, and what it is good for.",
  name: "name",
  writers: ["ML", "PM", "LD"],
  seen: [{ where: { required: [true] } }],
  columns: ["role", "kind", "access", "legal", "rows"],
  schema: dataSourceSchema,
  check(next) {
    if ((next.loadsArrived ?? 0) <= (next.loadsExpected ?? Number.POSITIVE_INFINITY)) return [];
    return [{ path: "loadsArrived", message: "No more loads can arrive than are expected" }];
  },
  settle: withSchemaHistory,
  figures: ({ data }, { project, now }) => [
    ...scoreFigures(data, needsOf(project.documents["data-selection"])),
    ...licenceFigures(data.licenceExpires, now),
  ],
});

const DAY_MS = 86_400_000;

/** Licences that end within this many days are named in warnings, and by rule B3.5. */
export const LICENCE_SOON_DAYS = 30;

/** Whole days left of a licence; negative once it has ended. */
export function licenceDaysLeft(expires: string, now: number): number {
  return Math.ceil((Date.parse(expires) - now) / DAY_MS);
}

function licenceFigures(expires: string | undefined, now: number): Figure[] {
  if (!expires) return [];
  const left = licenceDaysLeft(expires, now);
  const label = left <= LICENCE_SOON_DAYS ? "Licence ends soon" : "Licence left";
  return [{ name: "licenceDaysLeft", label, value: left, unit: "days", calculator: "days_left", inputs: { expires } }];
}
