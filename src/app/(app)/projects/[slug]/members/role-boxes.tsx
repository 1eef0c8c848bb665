"use client";

import { ROLE_WORDS } from "#app/role-words.ts";
import { FieldGroup } from "#components/form/field.tsx";
import { ROLE_NAMES, ROLES, type Role } from "#domain/vocabulary.ts";
import { sentenceCase } from "#lib/sentence-case.ts";

type RoleBoxesProps = { roles: readonly Role[]; onChange: (roles: Role[]) => void; error?: string | undefined };

export function RoleBoxes({ roles, onChange, error }: RoleBoxesProps) {
  const toggle = (role: Role, on: boolean) =>
    onChange(ROLES.filter((each) => (each === role ? on : roles.includes(each))));
  return (
    <FieldGroup path="roles" label="Roles" error={error}>
      {ROLES.map((role) => (
        <label key={role} className="flex items-start gap-2.5 rounded-control py-1">
          <input
            type="checkbox"
            checked={roles.includes(role)}
            onChange={(event) => toggle(role, event.target.checked)}
            className="mt-0.5 size-4 accent-action"
          />
          <span className="min-w-0">
            <span className="block font-medium">{sentenceCase(ROLE_NAMES[role])}</span>
            <span className="block text-sm text-pretty text-ink-2">{ROLE_WORDS[role]}</span>
          </span>
        </label>
      ))}
    </FieldGroup>
  );
}
