"use client";

import { useRouter } from "next/navigation";
import { useRef, useTransition } from "react";
import type { PortfolioParams } from "#app/(app)/portfolio/query.ts";
import { classNames } from "#lib/class-names.ts";

type FilterBarProps = {
  params: PortfolioParams;
  owners: readonly { id: string; name: string }[];
  stages: readonly { key: string; number: number; title: string }[];
};

/** A plain GET form, so that it works before any script; with one, it goes as soon as something is chosen. */
export function FilterBar({ params, owners, stages }: FilterBarProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const go = (form: HTMLFormElement) => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) query.set(name, value);
    startTransition(() => router.replace(query.size > 0 ? `/portfolio?${query}` : "/portfolio", { scroll: false }));
  };
  const later = (form: HTMLFormElement) => {
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => go(form), 250);
  };
  return (
    <search>
      <form
        action="/portfolio"
        aria-label="Filter projects"
        aria-busy={pending}
        onSubmit={(event) => {
          event.preventDefault();
          clearTimeout(waiting.current);
          go(event.currentTarget);
        }}
        className="no-print flex flex-wrap items-center gap-2"
      >
        <input
          type="search"
          name="q"
          defaultValue={params.q}
          placeholder="Filter projects"
          aria-label="Filter by name or summary"
          onChange={(event) => event.currentTarget.form && later(event.currentTarget.form)}
          className="h-8 w-60 rounded-control border border-edge bg-surface px-3 text-base placeholder:text-ink-2 max-sm:w-full pointer-coarse:h-11"
        />
        <Choice
          name="owner"
          label="Owner"
          value={params.owner}
          go={go}
          options={owners.map(({ id, name }) => [id, name])}
        />
        <Choice
          name="stage"
          label="Stage"
          value={params.stage}
          go={go}
          options={stages.map(({ key, number, title }) => [key, `${number} ${title}`])}
        />
        <Choice name="state" label="State" value={params.state} go={go} options={STATES} />
        <Choice name="tier" label="Tier" value={params.tier?.toString()} go={go} options={TIERS} />
        <Choice name="health" label="Health" value={params.health} go={go} options={HEALTH} />
        <Choice
          name="show"
          label="Show"
          value={params.show}
          go={go}
          options={[["archived", "archived"]]}
          any="active"
        />
        <span className="ml-auto">
          <Choice name="sort" label="Sorted by" value={params.sort} go={go} options={SORTS} any="health, worst first" />
        </span>
        <noscript>
          <button type="submit">Filter</button>
        </noscript>
      </form>
    </search>
  );
}

type Options = readonly (readonly [value: string, label: string])[];
type ChoiceProps = {
  name: string;
  label: string;
  value: string | undefined;
  options: Options;
  go: (form: HTMLFormElement) => void;
  any?: string;
};

function Choice({ name, label, value, options, go, any = "any" }: ChoiceProps) {
  return (
    <select
      name={name}
      aria-label={label}
      defaultValue={value ?? ""}
      key={value ?? ""}
      onChange={(event) => event.currentTarget.form && go(event.currentTarget.form)}
      className={classNames(
        "h-7 max-w-44 [field-sizing:content] cursor-pointer rounded-full border px-2.5 text-sm font-medium pointer-coarse:h-11",
        value ? "border-ink bg-selected text-ink" : "border-edge bg-surface text-ink",
      )}
    >
      <option value="">
        {label}: {any}
      </option>
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {label}: {text}
        </option>
      ))}
    </select>
  );
}

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
