import type { PortfolioParams } from "#app/(app)/portfolio/query.ts";
import { FilterForm } from "#components/ui/filter-form.tsx";
import { LIFECYCLES } from "#domain/lifecycle.ts";

type FilterBarProps = {
  params: PortfolioParams;
  owners: readonly { id: string; name: string }[];
  stages: readonly { key: string; number: number; title: string }[];
  /** The page that it filters. */
  action: string;
  sortable: boolean;
};

export function FilterBar({ params, owners, stages, action, sortable }: FilterBarProps) {
  const { q, owner, stage, state, tier, health, show, sort } = params;
  return (
    <FilterForm
      action={action}
      label="Filter projects"
      q={q}
      placeholder="Filter projects"
      searchLabel="Filter by name or summary"
      choices={[
        { name: "owner", label: "Owner", value: owner, options: owners.map(({ id, name }) => [id, name]) },
        {
          name: "stage",
          label: "Stage",
          value: stage,
          options: stages.map(({ key, number, title }) => [key, `${number} ${title}`]),
        },
        { name: "state", label: "State", value: state, options: STATES },
        { name: "tier", label: "Tier", value: tier?.toString(), options: TIERS },
        { name: "health", label: "Health", value: health, options: HEALTH },
        { name: "show", label: "Show", value: show, options: SHOWN, any: "all" },
        ...(sortable ? [{ ...SORT, value: sort }] : []),
      ]}
    />
  );
}

type Options = readonly (readonly [value: string, label: string])[];

const STATES: Options = [
  ["needs_attention", "needs attention"],
  ["in_review", "in review"],
  ["blocked", "blocked"],
  ["in_progress", "in progress"],
  ["done", "done"],
];
const TIERS: Options = [
  ["1", "1"],
  ["2", "2"],
  ["3", "3"],
];
const SHOWN: Options = [...LIFECYCLES.map((each) => [each, each] as const), ["archived", "archived"]];
const HEALTH: Options = [
  ["red", "red"],
  ["amber", "amber"],
  ["green", "green"],
  ["unknown", "not known"],
];
const SORTS: Options = [
  ["name", "name"],
  ["value", "value, highest first"],
  ["since", "time in stage, longest first"],
  ["journey", "journey, furthest first"],
  ["updated", "last change"],
];
const SORT = { name: "sort", label: "Sorted by", options: SORTS, any: "health, worst first", last: true };
