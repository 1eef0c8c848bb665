import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { RestLink } from "#components/ui/rest-link.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { groupBaseline } from "#stages/data-bias/group-baseline.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { feature } from "#stages/data-selection/feature.ts";
import type { FactBag } from "#stages/fact.ts";
import { fairnessAssessment } from "#stages/solution-bias/assessment.ts";

type GroupsCardProps = { facts: FactBag; base: string };

const SHOWN = 6;

/** The groups, named once: who is compared, how much of them is known, what stands in for them, and where they are used. */
export function GroupsCard({ facts, base }: GroupsCardProps) {
  const attributes = facts.of(protectedAttribute);
  if (attributes.length === 0) return null;
  const rest = attributes.length - SHOWN;
  return (
    <Card
      level={3}
      title="Groups that are compared"
      note="named once; stages 8 and 9 compare the same ones"
      padded={false}
    >
      <TableScroll label="Protected attributes with their groups">
        <Table>
          <thead>
            <tr>
              <Th>Attribute</Th>
              <Th>Groups</Th>
              <Th number>Shares known</Th>
              <Th>Stand-ins</Th>
              <Th number>Assessed</Th>
            </tr>
          </thead>
          <tbody>
            {attributes.slice(0, SHOWN).map(({ key, data }) => (
              <tr key={key}>
                <RowHead className="min-w-28">
                  <Link
                    href={`${base}/facts/protected-attributes/${key}`}
                    prefetch={false}
                    className="line-clamp-2 wrap-anywhere hover:underline"
                  >
                    {data.name}
                  </Link>
                  <span className="block text-sm font-normal text-ink-2">{SOURCES[data.source]}</span>
                </RowHead>
                <Td className="min-w-40">
                  <span className="line-clamp-3 text-pretty wrap-anywhere">{shortened(data.groups)}</span>
                </Td>
                <Td number>
                  {known(facts, key)} of {data.groups.length}
                </Td>
                <Td className="min-w-28 wrap-anywhere">{shortened(standIns(facts, key)) || "none marked"}</Td>
                <Td number>{assessed(facts, key) || "not yet"}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
      <RestLink rest={rest} href={`${base}/facts/protected-attributes`} className="border-t border-rule px-4 py-2.5" />
    </Card>
  );
}

const SOURCES = {
  collected: "collected",
  linked: "linked",
  inferred: "inferred",
  unavailable: "membership is not known",
} as const;

const NAMED = 6;

function shortened(names: readonly string[]): string {
  const rest = names.length - NAMED;
  const shown = names.slice(0, NAMED).map(unbroken).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** "41-60" is one word; only a long name may break at its hyphens. */
function unbroken(name: string): string {
  return name.length <= 12 ? name.replaceAll("-", "\u2011") : name;
}

function known(facts: FactBag, attribute: string): number {
  return facts.of(groupBaseline).filter(({ data }) => data.attribute === attribute).length;
}

function standIns(facts: FactBag, attribute: string): string[] {
  return facts
    .of(feature)
    .filter(({ data }) => data.isProxyFor === attribute)
    .map(({ data }) => data.name);
}

function assessed(facts: FactBag, attribute: string): number {
  return facts.of(fairnessAssessment).filter(({ data }) => data.attribute === attribute).length;
}
