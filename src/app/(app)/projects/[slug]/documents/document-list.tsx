import Link from "next/link";
import { FileLinks } from "#app/document/document-head.tsx";
import { Card } from "#components/ui/card.tsx";
import type { DocumentName } from "#domain/document.ts";
import type { ListedDocument } from "#server/documents/documents.ts";

const WORDS: Record<DocumentName, string> = {
  report:
    "For the lead and the steering committee: value, criteria, stages with their signatures, gates, risks, what is live, what comes next.",
  "technical-file":
    "For an auditor or a regulator, in the order of Annex IV of the EU AI Act: development, data, risks, oversight, monitoring, changes, evidence. What is missing is named.",
  overview: "How the project stands, on one sheet.",
  "model-card": "A model card.",
  datasheet: "A datasheet of a data source.",
};

export function DocumentList({ slug, documents }: { slug: string; documents: readonly ListedDocument[] }) {
  return (
    <Card title="Documents" note="made of what is recorded, at the moment you open them">
      <ul className="flex flex-col divide-y divide-rule">
        {documents.map(({ document, key, title, href }) => (
          <li
            key={href}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3 first:pt-0 last:pb-0"
          >
            <div className="min-w-0 max-w-2xl flex-1 basis-64">
              <Link href={href} prefetch={false} className="font-semibold wrap-anywhere hover:underline">
                {title}
              </Link>
              <p className="text-sm text-pretty text-ink-2">{WORDS[document]}</p>
            </div>
            <div className="no-print flex gap-2">
              <FileLinks base={`/api/v1${href}`} of={key ? title : title.toLowerCase()} />
            </div>
          </li>
        ))}
        <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3 last:pb-0">
          <div className="min-w-0 max-w-2xl flex-1 basis-64">
            <Link href={`/projects/${slug}/canvas`} prefetch={false} className="font-semibold hover:underline">
              Canvas
            </Link>
            <p className="text-sm text-pretty text-ink-2">The framing in twelve boxes, to be printed and hung up.</p>
          </div>
        </li>
      </ul>
    </Card>
  );
}
