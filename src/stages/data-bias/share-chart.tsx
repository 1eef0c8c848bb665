import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { Dumbbell } from "#components/charts/dumbbell.tsx";
import { formatPercent, formatRatio } from "#lib/format.ts";
import type { GroupShare, ShareSet } from "#stages/data-bias/group-shares.ts";
import { How } from "#stages/how.tsx";

type ShareChartProps = { set: ShareSet; csvHref: string; at: number; zone: string };

const SHOWN = 20;

/** Each group's share in the data against its share in the population; the most distorted ones where there are many. */
export function ShareChart({ set: { title, groups }, csvHref, at, zone }: ShareChartProps) {
  const flagged = groups.filter((group) => group.flagged);
  const shown =
    groups.length > SHOWN ? groups.toSorted((a, b) => distortion(b) - distortion(a)).slice(0, SHOWN) : groups;
  const finding = findingOf(groups, flagged);
  return (
    <ChartFrame
      level={3}
      title={`Representation by ${title.charAt(0).toLowerCase()}${title.slice(1)}`}
      measure={`Share of ${groups.length === 1 ? "one group" : `${groups.length} groups`} in the data and in the population; 0.80 to 1.25 of it is as it should be`}
      finding={shown.length < groups.length ? `${finding} Shown are the ${SHOWN} furthest from their share.` : finding}
      csvHref={csvHref}
      actions={
        <How figure={{ label: "Share in the data to share in the population", ...ratiosOf(shown) }} {...{ at, zone }} />
      }
      table={{
        columns: ["Group", "Population", "Data", "Ratio", "Verdict"],
        rows: groups.map((group) => [
          group.group,
          formatPercent(group.population),
          formatPercent(group.sample),
          formatRatio(group.ratio),
          verdictOf(group),
        ]),
      }}
    >
      <Dumbbell
        label={finding}
        names={{ from: "population", to: "data" }}
        rows={shown.map((group) => ({
          key: group.group,
          name: group.group,
          from: group.population,
          to: group.sample,
          text: `${formatRatio(group.ratio)}${group.flagged ? `, ${verdictOf(group)}` : ""}`,
          flagged: group.flagged,
        }))}
      />
    </ChartFrame>
  );
}

/** What went into each ratio, by group. */
function ratiosOf(groups: readonly GroupShare[]) {
  const shares = groups.map(({ group, population, sample }) => [
    group,
    `${formatPercent(sample)} against ${formatPercent(population)}`,
  ]);
  return { calculator: "representation_ratio", inputs: Object.fromEntries(shares) };
}

function findingOf(groups: readonly GroupShare[], flagged: readonly GroupShare[]): string {
  if (flagged.length === 0)
    return groups.length === 1
      ? "The group has its share."
      : groups.length === 2
        ? "Both groups have their share."
        : `All ${groups.length} groups have their share.`;
  const [worst] = flagged.toSorted((a, b) => distortion(b) - distortion(a));
  const many = flagged.length === 1 ? "One group is" : `${flagged.length} groups are`;
  if (!worst) return "";
  return `${many} out of line; ${worst.group} is ${formatPercent(worst.sample)} of the data and ${formatPercent(worst.population)} of the population.`;
}

function verdictOf({ ratio, flagged }: GroupShare): string {
  if (ratio === null) return "not in the population";
  if (!flagged) return "in line";
  return ratio < 1 ? "too few" : "too many";
}

/** The same for half and for double; a group that is missing from either side comes first. */
function distortion({ ratio }: GroupShare): number {
  return ratio === null || ratio === 0 ? Number.POSITIVE_INFINITY : Math.abs(Math.log(ratio));
}
