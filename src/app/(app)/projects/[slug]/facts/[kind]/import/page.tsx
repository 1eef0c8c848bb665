import type { Metadata } from "next";
import { ImportForm } from "#app/(app)/projects/[slug]/facts/[kind]/import/import-form.tsx";
import { KindHead } from "#app/(app)/projects/[slug]/facts/[kind]/kind-head.tsx";
import { mayNotRecord, recordingKind } from "#app/(app)/projects/[slug]/facts/recording.tsx";
import { Card } from "#components/ui/card.tsx";
import { Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { columnsOfFile } from "#stages/fact-table.ts";

export const metadata: Metadata = { title: "Import" };

type ImportPageProps = { params: Promise<{ slug: string; kind: string }> };

export default async function ImportPage({ params }: ImportPageProps) {
  const { slug, kind: name } = await params;
  const { kind, may } = await recordingKind(slug, name);
  if (!may || kind.signed) return mayNotRecord(slug, kind);
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <KindHead
        slug={slug}
        kind={kind}
        here="Import"
        title={`Import ${kind.many}`}
        summary="A CSV file with a line of column names. You see what would happen first; bad rows are named and the good ones kept."
      />
      <ImportForm
        place={{ slug, kind: kind.kind }}
        words={{ one: kind.one, many: kind.many }}
        head={columnsOfFile(kind)}
        back={`/projects/${slug}/facts/${kind.kind}`}
      />
      <Card title="Columns" note="order and case of the file do not matter; empty cells are left out" padded={false}>
        <TableScroll label="Columns of the file" className="max-h-96">
          <Table>
            <thead>
              <tr>
                <Th>Column</Th>
                <Th>What stands there</Th>
                <Th>Must be told</Th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <Td className="font-mono text-sm">key</Td>
                <Td>A row with a known key changes that {kind.one}; without a key a new one is recorded.</Td>
                <Td>no</Td>
              </tr>
              {kind.fields.map(({ path, label, unit, options, from, kind: shape }) => (
                <tr key={path}>
                  <Td className="font-mono text-sm">{path}</Td>
                  <Td>
                    {label}
                    {unit && `, ${unit}`}
                    {options && `: ${options.map(({ value }) => value).join(", ")}`}
                    {FORMS[shape] && ` (${FORMS[shape]})`}
                  </Td>
                  <Td>{from === null ? "no" : "yes"}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </TableScroll>
      </Card>
    </div>
  );
}

const FORMS: Readonly<Record<string, string>> = {
  boolean: "yes or no",
  percent: "0.42 or 42%",
  date: "2026-03-16",
  instant: "2026-03-16T09:00:00Z",
  tags: "separated by ;",
  choices: "separated by ;",
  numbers: "separated by ;",
  records: "a JSON list",
  map: "a JSON object",
};
