"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { removeEvidenceAction } from "#app/(app)/projects/[slug]/stages/actions.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { formatValue } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { formatBytes } from "#lib/format-size.ts";
import type { ChecklistRow } from "#server/stage-view.ts";

type Evidence = ChecklistRow["evidence"][number];
type EvidenceListProps = { slug: string; evidence: readonly Evidence[]; zone: string; mayRemove: boolean };

export function EvidenceList({ slug, evidence, zone, mayRemove }: EvidenceListProps) {
  const router = useRouter();
  const [leaving, setLeaving] = useState<Evidence | null>(null);
  const remove = async () => {
    const answer = leaving && (await removeEvidenceAction({ slug, id: leaving.id }));
    if (answer && !answer.ok) return answer.message;
    router.refresh();
    return undefined;
  };
  return (
    <ul className="flex flex-col gap-1 text-sm text-ink-2">
      {evidence.map((each) => (
        <li key={each.id} className="flex items-start gap-1.5">
          <span className="min-w-0 flex-1 py-0.5 break-words">
            <EvidenceName evidence={each} />
            <span className="inline-block">{factsOf(each, zone)}</span>
          </span>
          {mayRemove && (
            <button
              type="button"
              onClick={() => setLeaving(each)}
              aria-label={`Remove ${each.label}`}
              title="Remove"
              className="no-print size-6 shrink-0 rounded-md hover:text-ink pointer-coarse:size-9"
            >
              ×
            </button>
          )}
        </li>
      ))}
      <ConfirmDialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        title="Remove this evidence"
        confirmLabel="Remove evidence"
        danger
        onConfirm={remove}
      >
        {`“${leaving?.label ?? ""}” no longer proves this item. The activity keeps that it was here.`}
      </ConfirmDialog>
    </ul>
  );
}

function EvidenceName({ evidence }: { evidence: Evidence }) {
  const { url, file, label } = evidence;
  if (!url) return <span className="mr-1.5 text-ink">{label}</span>;
  return (
    <a
      href={url}
      {...(file ? { download: file.name } : { target: "_blank", rel: "noreferrer" })}
      className="mr-1.5 inline-block py-0.5 text-ink underline decoration-edge underline-offset-2 hover:decoration-ink"
    >
      {file?.name ?? label}
    </a>
  );
}

function factsOf({ kind, value, unit, status, file, validUntil, label }: Evidence, zone: string): string {
  const figure = kind === "metric" && value !== null ? formatValue(value, unit) : null;
  const facts = [
    figure && figure !== label ? figure : null,
    status,
    file && formatBytes(file.sizeBytes),
    validUntil && `valid until ${formatDate(validUntil, zone)}`,
  ].filter(Boolean);
  return facts.join(", ");
}
