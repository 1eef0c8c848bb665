import { Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { formatNumber, formatPercent, formatPValue } from "#lib/format.ts";
import { formatDateTime } from "#lib/format-date.ts";
import type { AbData, AbLook } from "#stages/integration/ab-schema.ts";
import type { AbStanding } from "#stages/integration/ab-standing.ts";

type AbLooksTableProps = { data: AbData; standing: AbStanding; zone: string; hidden: boolean };

/** Every look so far, the newest first, with the always-valid p under each treatment, which only ever falls. */
export function AbLooksTable({ data, standing: { looks, treatments }, zone, hidden }: AbLooksTableProps) {
  if (looks.length < 2) return null;
  const running = data.plan.method === "always_valid" && !hidden;
  const arms = data.arms.map(({ name }) => name);
  const pOf = (arm: string, index: number) => {
    const treatment = treatments.find(({ name }) => name === arm);
    return treatment && <span className="block text-xs text-ink-2">p {formatPValue(treatment.run[index])}</span>;
  };
  return (
    <TableScroll label="Looks at the test" className="-mx-4 max-h-72 px-4">
      <Table className="text-sm">
        <thead>
          <tr>
            <Th>Look</Th>
            {arms.map((name) => (
              <Th key={name} number className="wrap-anywhere">
                {name}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {looks
            .map((look, index) => (
              <tr key={look.key}>
                <Td className="whitespace-nowrap">
                  {index + 1}
                  <span className="block text-xs text-ink-2">{formatDateTime(look.at, zone)}</span>
                </Td>
                {arms.map((name) => (
                  <Td key={name} number className="align-top">
                    {countInWords(look.data.arms.find((arm) => arm.name === name))}
                    {running && pOf(name, index)}
                  </Td>
                ))}
              </tr>
            ))
            .toReversed()}
        </tbody>
      </Table>
    </TableScroll>
  );
}

export function countInWords(counted: AbLook["arms"][number] | undefined): string {
  if (!counted) return "–";
  const { n, conversions, mean } = counted;
  if (conversions === undefined) return `${formatNumber(mean ?? null)}, n ${formatNumber(n, 0)}`;
  return `${formatPercent(n > 0 ? conversions / n : null)} of ${formatNumber(n, 0)}`;
}
