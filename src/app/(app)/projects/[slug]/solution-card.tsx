import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { SolutionLanes } from "#components/charts/solution-lanes.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { AXES, type Axis } from "#domain/iterations.ts";
import { csvLink } from "#lib/csv-link.ts";
import { formatDate } from "#lib/format-date.ts";
import { plural } from "#lib/format-size.ts";
import type { ProjectOverview } from "#server/project-overview.ts";
import { How } from "#stages/how.tsx";

type SolutionCardProps = { overview: ProjectOverview; base: string; zone: string };

/** The most of what a picture can tell apart; the table has all. */
const MOST_RELEASES = 8;
const MOST_VERSIONS = 40;
const NAMES: Record<Axis, string> = { data: "Data", code: "Code", model: "Model" };

/** A solution is data, code and model: their versions in time, and the releases that joined one of each. */
export function SolutionCard({ overview: { solution, computedAt }, base, zone }: SolutionCardProps) {
  const { iterations, versions, releases } = solution;
  const [first] = versions;
  if (!first)
    return (
      <Card title="Data, code and model">
        <EmptyState
          title="Nothing has a version yet"
          action={<ButtonLink href={`${base}/facts/dataset-versions/new`}>Record a data version</ButtonLink>}
        >
          A solution is data, code and a model together. Their versions, and the releases that pin one of each, appear
          here as soon as they are recorded.
        </EmptyState>
      </Card>
    );
  const shown = releases.slice(-MOST_RELEASES);
  const dots = AXES.flatMap((axis) => drawn(versions, axis));
  const from = Math.min(...dots.map(({ at }) => at), ...shown.map(({ at }) => at));
  const to = Math.max(...dots.map(({ at }) => at), ...shown.map(({ at }) => at));
  const place = (at: number) => (to > from ? (at - from) / (to - from) : 0.5);
  const stopOf = (axis: Axis, version: string, at: number) =>
    place(dots.find((dot) => dot.axis === axis && dot.version === version)?.at ?? at);
  const last = releases.at(-1);
  const finding = `${plural(iterations.data, "change")} of data, ${iterations.code} of code, ${iterations.model} of the model, ${plural(iterations.solution, "solution")}.${
    last ? ` ${last.tag} is data ${last.data}, code ${last.code} and model ${last.model}.` : " Nothing is released yet."
  }`;
  return (
    <ChartFrame
      title="Data, code and model"
      measure={`Versions in time; a filled dot was released, a line is a release.${
        releases.length > shown.length ? ` The last ${MOST_RELEASES} of ${releases.length} releases are drawn.` : ""
      }`}
      actions={
        <How
          figure={{ label: "Iterations", calculator: "dcm", inputs: { ...iterations } }}
          at={computedAt}
          zone={zone}
        />
      }
      finding={finding}
      table={tableOf(solution, zone)}
      csvHref={csvLink(
        ["release", "data", "code", "model", "axis", "version", "at"],
        [
          ...releases.map(({ tag, data, code, model, at }) => [tag, data, code, model, null, null, isoOf(at)]),
          ...versions.map(({ axis, version, at }) => [null, null, null, null, axis, version, isoOf(at)]),
        ],
      )}
    >
      <SolutionLanes
        lanes={AXES.map((axis) => ({ name: NAMES[axis], note: plural(iterations[axis], "change") }))}
        dots={dots.map(({ axis, version, at, released }) => ({
          ...{ lane: AXES.indexOf(axis), version, at: place(at), released },
        }))}
        releases={shown.map((release) => ({
          tag: release.tag,
          at: place(release.at),
          stops: AXES.map((axis) => stopOf(axis, release[axis], release.at)),
        }))}
        from={formatDate(from, zone)}
        to={formatDate(to, zone)}
        label={finding}
      />
    </ChartFrame>
  );
}

type Solution = ProjectOverview["solution"];

function isoOf(at: number): string {
  return new Date(at).toISOString();
}

/** All that was released, and the newest others. */
function drawn(versions: Solution["versions"], axis: Axis): Solution["versions"] {
  const mine = versions.filter((version) => version.axis === axis);
  return [
    ...mine.filter(({ released }) => released),
    ...mine.filter(({ released }) => !released).slice(-MOST_VERSIONS),
  ];
}

function tableOf({ releases, versions }: Solution, zone: string) {
  const loose = versions.filter(({ released }) => !released);
  const cell = (axis: Axis, own: Axis, version: string) => (axis === own ? version : "–");
  return {
    columns: ["Release", "Data", "Code", "Model", "When"],
    rows: [
      ...releases.map(({ tag, data, code, model, at }) => [tag, data, code, model, formatDate(at, zone)]),
      ...loose.map(({ axis, version, at }) => [
        `not released: ${axis} ${version}`,
        ...AXES.map((each) => cell(each, axis, version)),
        formatDate(at, zone),
      ]),
    ],
  };
}
