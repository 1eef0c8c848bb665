import { FieldGroup } from "#components/form/field.tsx";
import { NEWS, NEWS_TYPES, type NewsType } from "#domain/news.ts";

type NewsFieldsProps = {
  value: readonly NewsType[];
  onChange: (value: readonly NewsType[]) => void;
  error: string | undefined;
};

const GROUPS = [...Map.groupBy(NEWS_TYPES, (type) => NEWS[type].group)];

/** What is told: each kind of news by itself, in groups that one box ticks whole. */
export function NewsFields({ value, onChange, error }: NewsFieldsProps) {
  const put = (types: readonly NewsType[], on: boolean) =>
    onChange(NEWS_TYPES.filter((type) => (types.includes(type) ? on : value.includes(type))));
  return (
    <FieldGroup path="types" label="What is told" error={error}>
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {GROUPS.map(([group, types]) => (
          <fieldset key={group} className="min-w-0">
            <legend className="text-sm text-ink-2">{group}</legend>
            {types.length > 1 && (
              <Box
                label={`All about ${group === "Project" ? "the project" : group.toLowerCase()}`}
                checked={types.every((type) => value.includes(type))}
                onChange={(on) => put(types, on)}
              />
            )}
            {types.map((type) => (
              <Box
                key={type}
                label={NEWS[type].label}
                checked={value.includes(type)}
                onChange={(on) => put([type], on)}
                indented={types.length > 1}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </FieldGroup>
  );
}

type BoxProps = { label: string; checked: boolean; onChange: (on: boolean) => void; indented?: boolean };

function Box({ label, checked, onChange, indented = false }: BoxProps) {
  return (
    <label
      className={`flex min-h-6 items-start gap-2 py-0.5 text-base pointer-coarse:min-h-11 pointer-coarse:items-center ${indented ? "pl-5" : "font-medium"}`}
    >
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-action pointer-coarse:mt-0"
      />
      <span className="min-w-0">{label}</span>
    </label>
  );
}
