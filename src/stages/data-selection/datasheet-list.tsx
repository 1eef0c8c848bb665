import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { RestLink } from "#components/ui/rest-link.tsx";
import { datasheet, written } from "#stages/data-selection/datasheet.ts";
import { DATASHEET_SECTIONS } from "#stages/data-selection/datasheet-sections.ts";
import type { SourceOverview } from "#stages/data-selection/source-overview.ts";
import type { Fact, FactBag } from "#stages/fact.ts";

type DatasheetListProps = { facts: FactBag; sources: readonly SourceOverview[]; base: string; files: string };
type Sheet = Fact<Parameters<typeof written>[0]>;

const SHOWN = 8;

/** The datasheet of each required source, to be read, taken along or begun; what is open comes first. */
export function DatasheetList({ facts, sources, base, files }: DatasheetListProps) {
  const sheets = facts.of(datasheet);
  const rows = sources
    .filter(({ required, key }) => required || sheets.some(({ data }) => data.source === key))
    .map((source) => ({ source, sheet: sheets.find(({ data }) => data.source === source.key) }))
    .toSorted((a, b) => Number(a.source.datasheetLinked) - Number(b.source.datasheetLinked));
  if (rows.length === 0) return null;
  const whole = rows.filter(({ source }) => source.datasheetLinked).length;
  const rest = rows.length - SHOWN;
  return (
    <Card level={3} title="Datasheets" note={`${whole} of ${rows.length} whole, seven sections each`}>
      <ul className="grid gap-2">
        {rows.slice(0, SHOWN).map(({ source, sheet }) => (
          <li
            key={source.key}
            className="grid gap-x-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_5rem] sm:items-baseline"
          >
            <span className="line-clamp-2 min-w-0 font-medium wrap-anywhere">
              {sheet ? (
                <Link href={`${base}/datasheets/${sheet.key}`} prefetch={false} className="hover:underline">
                  {source.data.name}
                </Link>
              ) : (
                source.data.name
              )}
            </span>
            <span className="min-w-0 text-pretty text-ink-2">{wordsOf(sheet)}</span>
            <span className="no-print text-sm sm:text-right">
              {sheet ? (
                <a href={`${files}/datasheets/${sheet.key}/markdown`} download className="underline underline-offset-2">
                  Markdown<span className="sr-only"> of {source.data.name}</span>
                </a>
              ) : (
                <Link
                  href={`${base}/facts/datasheets/new?source=${source.key}`}
                  prefetch={false}
                  className="underline underline-offset-2"
                >
                  Write it<span className="sr-only"> for {source.data.name}</span>
                </Link>
              )}
            </span>
          </li>
        ))}
      </ul>
      <RestLink rest={rest} href={`${base}/facts/datasheets`} className="mt-2" />
    </Card>
  );
}

function wordsOf(sheet: Sheet | undefined): string {
  if (!sheet) return "not written yet";
  if (sheet.data.link) return "kept elsewhere, linked";
  const missing = DATASHEET_SECTIONS.filter((name) => sheet.data[name] === undefined);
  const count = `${written(sheet.data).length} of ${DATASHEET_SECTIONS.length} sections`;
  return missing.length === 0 ? count : `${count}; missing: ${missing.join(", ")}`;
}
