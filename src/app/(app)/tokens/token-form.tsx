"use client";

import { type FormEvent, useState } from "react";
import type { createPersonalTokenAction } from "#app/(app)/tokens/actions.ts";
import type { useAction } from "#app/use-action.ts";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { FieldGroup } from "#components/form/field.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { ServiceScope } from "#domain/token-scopes.ts";

type Input = Parameters<typeof createPersonalTokenAction>[0];
type Made = { name: string; token: string };
type TokenFormProps = {
  run: ReturnType<typeof useAction<Input, Made>>;
  onMade: (made: Made) => void;
  service: boolean;
};

const SCOPES: readonly { value: ServiceScope; label: string; words: string }[] = [
  { value: "ingest", label: "Ingest", words: "Send metric points and marks on the charts." },
  { value: "read", label: "Read", words: "Read projects, stages, criteria and points." },
  { value: "write", label: "Write", words: "Fill in stages and criteria, move stages; reading included." },
];

const DAYS = ["30", "90", "180", "365"] as const;

export function TokenForm({ run, onMade, service }: TokenFormProps) {
  const [name, setName] = useState<string>();
  const [scopes, setScopes] = useState<ServiceScope[]>(service ? ["ingest"] : ["read"]);
  const [days, setDays] = useState<(typeof DAYS)[number]>("90");
  const make = (event: FormEvent) => {
    event.preventDefault();
    const expiresAt = new Date(Date.now() + Number(days) * 86_400_000).toISOString();
    run.submit({ name: name ?? "", scopes, expiresAt }, onMade);
  };
  const toggle = (scope: ServiceScope, on: boolean) =>
    setScopes(SCOPES.map(({ value }) => value).filter((value) => (value === scope ? on : scopes.includes(value))));
  return (
    <form onSubmit={make} noValidate className="flex flex-col gap-4">
      <TextInput
        path="token-name"
        label="Name"
        name="name"
        help="What uses it, so that you know what stops when you revoke it."
        value={name}
        onChange={setName}
        error={run.errorOf("name") ?? run.errorOf("token.name")}
      />
      <FieldGroup path="scopes" label="What it may do" error={run.errorOf("scopes") ?? run.errorOf("token.scopes")}>
        {SCOPES.map(({ value, label, words }) => (
          <label key={value} className="flex items-start gap-2.5 py-1">
            <input
              type="checkbox"
              checked={scopes.includes(value)}
              onChange={(event) => toggle(value, event.target.checked)}
              className="mt-0.5 size-4 accent-action"
            />
            <span>
              <span className="block font-medium">{label}</span>
              <span className="block text-sm text-ink-2">{words}</span>
            </span>
          </label>
        ))}
      </FieldGroup>
      <ChoiceInput
        as="select"
        path="days"
        label="Ends after"
        options={DAYS.map((value) => ({ value, label: `${value} days` }))}
        value={days}
        onChange={(value) => setDays(value ?? days)}
        error={run.errorOf("expiresAt") ?? run.errorOf("token.expiresAt")}
      />
      {run.problem && (
        <Notice tone="bad" live>
          {run.problem}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" pending={run.pending}>
          Make token
        </Button>
      </div>
    </form>
  );
}
