import type { AnyFactKind } from "#stages/fact-kind.ts";
import { formFieldOf } from "#stages/form/form-field.ts";

/** The parts of a kind as its form needs them: what must be told has a tier from which it is asked. */
export function factFormFields({ fields }: Pick<AnyFactKind, "fields">) {
  return fields.map((field) => ({ ...formFieldOf(field), optional: field.from === null }));
}
