"use client";

import { useRouter } from "next/navigation";
import { useRef, useTransition } from "react";
import { classNames } from "#lib/class-names.ts";

export type FilterChoice = {
  name: string;
  label: string;
  value: string | undefined;
  options: readonly (readonly [value: string, label: string])[];
  /** What it says while nothing is chosen. */
  any?: string;
  /** Stands at the right end. */
  last?: boolean;
};

type FilterFormProps = {
  /** The page that it filters. */
  action: string;
  label: string;
  q: string | undefined;
  placeholder: string;
  searchLabel: string;
  choices: readonly FilterChoice[];
};

/** A plain GET form, so that it works before any script; with one, it goes as soon as something is chosen. */
export function FilterForm({ action, label, q, placeholder, searchLabel, choices }: FilterFormProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const go = (form: HTMLFormElement) => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) query.set(name, value);
    startTransition(() => router.replace(query.size > 0 ? `${action}?${query}` : action, { scroll: false }));
  };
  const later = (form: HTMLFormElement) => {
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => go(form), 250);
  };
  return (
    <search>
      <form
        action={action}
        aria-label={label}
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
          defaultValue={q}
          placeholder={placeholder}
          aria-label={searchLabel}
          onChange={(event) => event.currentTarget.form && later(event.currentTarget.form)}
          className="h-8 w-60 rounded-control border border-edge bg-surface px-3 text-base placeholder:text-ink-2 max-sm:w-full pointer-coarse:h-11"
        />
        {choices.map((choice) => (
          <Choice key={choice.name} choice={choice} go={go} />
        ))}
        <noscript>
          <button type="submit">Filter</button>
        </noscript>
      </form>
    </search>
  );
}

function Choice({ choice, go }: { choice: FilterChoice; go: (form: HTMLFormElement) => void }) {
  const { name, label, value, options, any = "any", last } = choice;
  return (
    <select
      name={name}
      aria-label={label}
      defaultValue={value ?? ""}
      key={value ?? ""}
      onChange={(event) => event.currentTarget.form && go(event.currentTarget.form)}
      className={classNames(
        "h-7 [field-sizing:content] cursor-pointer rounded-full border px-2.5 text-sm font-medium pointer-coarse:h-11",
        value ? "border-ink bg-selected text-ink" : "border-edge bg-surface text-ink",
        last ? "max-w-60 sm:ml-auto" : "max-w-44",
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
