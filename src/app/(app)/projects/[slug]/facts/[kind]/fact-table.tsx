import Link from "next/link";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { formatNumber } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import { figureText, partText, type TextSetting, titleText } from "#server/fact-text.ts";
import type { FactView } from "#server/facts.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";

type FactTableProps = { kind: AnyFactKind; items: readonly FactView[]; base: string; setting: TextSetting };

const FIGURES_SHOWN = 3;

/** One page of the facts of a kind: what the kind shows first, and the first of what is computed. */
export function FactTable({ kind, items, base, setting }: FactTableProps) {
  const fields = kind.columns.flatMap((path) => kind.fields.find((field) => field.path === path) ?? []);
  const figures = (items[0]?.figures ?? []).slice(0, FIGURES_SHOWN);
  return (
    <TableScroll label={sentenceCase(kind.many)} className="max-h-[70dvh] rounded-card">
      <Table>
        <thead>
          <tr>
            <Th>Name</Th>
            {fields.map(({ path, label, kind: shape }) => (
              <Th key={path} number={isNumber(shape)}>
                {label}
              </Th>
            ))}
            {figures.map(({ name, label }) => (
              <Th key={name} number>
                {label}
              </Th>
            ))}
            <Th>{kind.at ? "When" : "Recorded"}</Th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Tr key={item.key}>
              <RowHead className="max-w-72 min-w-40">
                <Link
                  href={`${base}/${encodeURIComponent(item.key)}`}
                  prefetch={false}
                  className="line-clamp-2 wrap-anywhere hover:underline"
                >
                  {titleText(kind, item.title, setting.names)}
                </Link>
                <span className="one-line block text-sm font-normal text-ink-2">{item.key}</span>
              </RowHead>
              {fields.map((field) => (
                <Td key={field.path} number={isNumber(field.kind)} className="max-w-64">
                  <span className="line-clamp-2">
                    {partText(field, answerAt(item.data, field.path), setting) ?? "–"}
                  </span>
                </Td>
              ))}
              {figures.map(({ name }) => {
                const figure = item.figures.find((each) => each.name === name);
                return (
                  <Td key={name} number>
                    {!figure || figure.value === null ? <span title={figure?.reason}>–</span> : cellText(figure)}
                  </Td>
                );
              })}
              <Td className="whitespace-nowrap text-ink-2">{formatDate(item.at, setting.zone)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

const isNumber = (shape: string) => ["number", "integer", "money", "percent", "likert"].includes(shape);

/** Scores of a column keep one decimal each, so that they stand under each other. */
function cellText(figure: FactView["figures"][number]): string {
  return figure.unit === "score" && typeof figure.value === "number"
    ? formatNumber(figure.value, 1)
    : figureText(figure);
}
