"use client";

import { type FormEvent, useState } from "react";
import type { createShareAction } from "#app/(app)/projects/[slug]/documents/actions.ts";
import type { useAction } from "#app/use-action.ts";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { DateInput } from "#components/form/date-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { DocumentName } from "#domain/document.ts";

export type Shareable = { document: DocumentName; key?: string; title: string };
type Made = { url: string; audience: string };
type ShareFormProps = {
  slug: string;
  documents: readonly Shareable[];
  run: ReturnType<typeof useAction<Parameters<typeof createShareAction>[0], Made>>;
  onMade: (made: Made) => void;
};

const DAY_MS = 86_400_000;

export function ShareForm({ slug, documents, run, onMade }: ShareFormProps) {
  const [chosen, setChosen] = useState("0");
  const [audience, setAudience] = useState<string>();
  const [today] = useState(() => Date.now());
  const [until, setUntil] = useState<string | undefined>(() => dayOf(today + 30 * DAY_MS));
  const { document, key, title } = documents[Number(chosen)] ?? {
    title: "",
    document: "report" as const,
    key: undefined,
  };
  const make = (event: FormEvent) => {
    event.preventDefault();
    run.submit(
      { slug, share: { document, ...(key && { key }), audience: audience ?? "", lastDay: until ?? "" } },
      onMade,
    );
  };
  return (
    <form onSubmit={make} noValidate className="flex flex-col gap-4">
      {documents.length > 1 ? (
        <ChoiceInput
          as="select"
          path="document"
          label="Document"
          options={documents.map((each, at) => ({ value: String(at), label: each.title }))}
          value={chosen}
          onChange={(value) => setChosen(value ?? chosen)}
          error={run.errorOf("share.key") ?? run.errorOf("key")}
        />
      ) : (
        <p className="text-base text-pretty">
          Whoever has the link reads “{title}” as a viewer would: small groups are left out, and nothing leads further
          into the product.
        </p>
      )}
      <TextInput
        path="audience"
        label="For whom"
        name="audience"
        help="Stands in the list of links, so that you know whom you take it away from."
        value={audience}
        onChange={setAudience}
        error={run.errorOf("share.audience")}
      />
      <DateInput
        path="until"
        label="Last day"
        help="At most a year from today."
        min={dayOf(today)}
        max={dayOf(today + 364 * DAY_MS)}
        value={until}
        onChange={setUntil}
        error={run.errorOf("share.lastDay") ?? run.errorOf("expiresAt")}
      />
      {run.problem && (
        <Notice tone="bad" live>
          {run.problem}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" pending={run.pending}>
          Make link
        </Button>
      </div>
    </form>
  );
}

/** The calendar day of this browser. */
function dayOf(time: number): string {
  const at = new Date(time);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
