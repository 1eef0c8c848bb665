import { type Change, changesIn } from "#app/(app)/audit/changes.ts";

/** What a line changed, folded away: field, before, after. */
export function AuditChange({ before, after }: { before: unknown; after: unknown }) {
  const changes = changesIn(before, after);
  if (changes.length === 0) return null;
  return (
    <details className="mt-1">
      <summary className="inline-flex min-h-6 items-center text-sm font-medium text-ink-2 underline underline-offset-2 hover:text-ink">
        What changed
      </summary>
      <dl className="mt-1.5 flex flex-col gap-1 rounded-control bg-sunken px-3 py-2 text-sm">
        {changes.map((change) => (
          <ChangeLine key={change.field} change={change} />
        ))}
      </dl>
    </details>
  );
}

function ChangeLine({ change: { field, from, to } }: { change: Change }) {
  return (
    <div className="grid gap-x-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
      <dt className="text-ink-2">{field}</dt>
      <dd className="min-w-0 font-mono break-words">
        {from !== undefined && (
          <>
            <del className="text-ink-2">{from}</del>
            <span aria-hidden="true"> → </span>
          </>
        )}
        <ins className="no-underline">{to ?? "removed"}</ins>
      </dd>
    </div>
  );
}
