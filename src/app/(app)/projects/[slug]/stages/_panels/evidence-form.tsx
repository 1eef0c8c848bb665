"use client";

import { useState } from "react";
import { FileBox } from "#app/(app)/projects/[slug]/stages/_panels/file-box.tsx";
import { uploadFile } from "#app/(app)/projects/[slug]/stages/_panels/upload.ts";
import type { setItemAction } from "#app/(app)/projects/[slug]/stages/actions.ts";
import { NumberInput } from "#components/form/number-input.tsx";
import { TextArea } from "#components/form/text-area.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ChecklistRow } from "#server/stage-view.ts";

type Evidence = NonNullable<Parameters<typeof setItemAction>[0]["change"]["evidence"]>;
export type EvidenceDraft = Exclude<Evidence, readonly unknown[]>;

type EvidenceFormProps = {
  item: ChecklistRow;
  slug: string;
  pending: boolean;
  errorOf: (name: string) => string | undefined;
  onDone: (evidence: EvidenceDraft | undefined) => void;
};

type Typed = { url?: string; label?: string; value?: number; unit?: string; status?: string; comment?: string };

/** The form that a kind of evidence needs. What stands as evidence already is enough to tick again. */
export function EvidenceForm({ item, slug, pending, errorOf, onDone }: EvidenceFormProps) {
  const [typed, setTyped] = useState<Typed>({});
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<string>();
  const field = <K extends keyof Typed>(name: K) => ({
    path: `evidence-${name}`,
    value: typed[name],
    onChange: (value: Typed[K] | undefined) => setTyped({ ...typed, [name]: value }),
    error: errorOf(name),
  });
  const send = async () => {
    setProblem(undefined);
    if (item.kind !== "file") return onDone(draftOf(item.kind, typed));
    if (!file) return item.evidence.length > 0 ? onDone(undefined) : setProblem("Choose a file first.");
    setSent(0);
    const stored = await uploadFile(slug, file, setSent);
    setSent(null);
    if (!stored.ok) return setProblem(stored.message);
    onDone({ kind: "file", fileId: stored.id, ...(typed.label && { label: typed.label }) });
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {item.kind === "link" && <TextInput {...field("url")} type="url" label="Address" placeholder="https://" />}
      {item.kind === "metric" && (
        <div className="grid grid-cols-2 gap-3.5">
          <NumberInput {...field("value")} label="Value" />
          <TextInput {...field("unit")} label="Unit" optional help="For example fraction, ms, EUR" />
        </div>
      )}
      {item.kind === "run" && (
        <>
          <TextInput {...field("url")} type="url" label="Address of the run" placeholder="https://" optional />
          <TextInput {...field("status")} label="Result" optional help="For example passed, 212 of 212" />
        </>
      )}
      {item.kind === "file" && <FileBox file={file} sent={sent} onChoose={setFile} />}
      {item.kind === "signoff" ? (
        <TextArea {...field("comment")} label="Remark" optional rows={2} />
      ) : (
        <TextInput {...field("label")} label="What it is" optional help="A few words to find it by" />
      )}
      {problem && (
        <p role="alert" className="text-base font-medium text-bad">
          {problem}
        </p>
      )}
      <Button type="submit" variant="primary" pending={pending || sent !== null} className="self-start">
        {item.kind === "signoff" ? "Sign" : item.state === "done" ? "Add evidence" : "Tick with this evidence"}
      </Button>
    </form>
  );
}

/** Nothing typed sends no evidence: the server then asks for it, or takes what is there. */
function draftOf(
  kind: ChecklistRow["kind"],
  { url, label, value, unit, status, comment }: Typed,
): EvidenceDraft | undefined {
  const named = label ? { label } : {};
  switch (kind) {
    case "link":
      return url ? { kind, url, ...named } : undefined;
    case "metric":
      return value === undefined ? undefined : { kind, value, ...(unit && { unit }), ...named };
    case "run":
      if (!url && !status && !label) return undefined;
      return { kind, ...(url && { url }), ...(status && { status }), ...named };
    case "signoff":
      return { kind, ...(comment && { comment }) };
    default:
      return undefined;
  }
}
