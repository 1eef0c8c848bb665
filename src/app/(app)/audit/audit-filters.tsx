import { type AuditAsked, KINDS } from "#app/(app)/audit/query.ts";
import { boxClass } from "#components/form/box.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { classNames } from "#lib/class-names.ts";
import type { AuditChoice } from "#server/audit-filters.ts";

type AuditFiltersProps = { asked: AuditAsked; people: readonly AuditChoice[]; projects: readonly AuditChoice[] };

/** A plain form: it works before any script has loaded, and its answer has an address. */
export function AuditFilters({ asked, people, projects }: AuditFiltersProps) {
  const filtered = Boolean(asked.kind || asked.person || asked.project);
  return (
    <form className="flex flex-wrap items-center gap-2">
      <Filter name="kind" label="Kind" all="Everything" value={asked.kind} options={KINDS} />
      <Filter name="person" label="Person" all="Everybody" value={asked.person} options={optionsOf(people)} />
      <Filter name="project" label="Project" all="All projects" value={asked.project} options={optionsOf(projects)} />
      <Button type="submit">Filter</Button>
      {filtered && (
        <ButtonLink variant="ghost" href="/audit">
          Show everything
        </ButtonLink>
      )}
    </form>
  );
}

type FilterProps = {
  name: string;
  label: string;
  all: string;
  value: string | undefined;
  options: readonly { value: string; label: string }[];
};

function Filter({ name, label, all, value, options }: FilterProps) {
  return (
    <select
      name={name}
      aria-label={label}
      defaultValue={value ?? ""}
      className={classNames(boxClass, "sm:w-auto sm:max-w-52")}
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function optionsOf(choices: readonly AuditChoice[]) {
  return choices.map(({ id, name }) => ({ value: id, label: name }));
}
