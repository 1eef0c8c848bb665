import { Card } from "#components/ui/card.tsx";
import { FRAMING_ANSWERS, type FramingAnswer } from "#domain/framing.ts";
import { formatDate } from "#lib/format-date.ts";
import { plural } from "#lib/format-size.ts";
import {
  type Framing,
  type FramingRevision,
  framingChange,
  framingOf,
  framingWords,
} from "#stages/business-case/framing-revision.ts";
import { answerText } from "#stages/business-case/framing-text.ts";

type FramingHistoryProps = {
  /** Newest first. */
  revisions: readonly FramingRevision[];
  names: ReadonlyMap<string, string>;
  zone: string;
};

const OPEN = 3;

/** How the framing matured: every revision with the answers that changed, the newest in the open. */
export function FramingHistory({ revisions, names, zone }: FramingHistoryProps) {
  const rows = revisions.map((revision, i) => ({ revision, before: revisions[i + 1] ?? null }));
  const rest = rows.slice(OPEN);
  return (
    <Card
      level={3}
      id="framing-history"
      title="Framing history"
      note="what was to be predicted, and how it changed"
      aside={plural(revisions.length, "revision")}
    >
      <ol className="flex flex-col gap-4">
        {rows.slice(0, OPEN).map((row) => (
          <Revision key={row.revision.key} {...row} names={names} zone={zone} />
        ))}
      </ol>
      {rest.length > 0 && (
        <details className="mt-4">
          <summary className="w-fit list-none text-base text-ink-2 underline decoration-edge underline-offset-2 hover:text-ink">
            {plural(rest.length, "earlier revision")}
          </summary>
          <ol className="mt-4 flex flex-col gap-4">
            {rest.map((row) => (
              <Revision key={row.revision.key} {...row} names={names} zone={zone} />
            ))}
          </ol>
        </details>
      )}
    </Card>
  );
}

type RevisionProps = {
  revision: FramingRevision;
  before: FramingRevision | null;
  names: ReadonlyMap<string, string>;
  zone: string;
};

function Revision({ revision, before, names, zone }: RevisionProps) {
  const after = framingOf(revision.data);
  const earlier = before ? framingOf(before.data) : {};
  const { reframed, added } = framingChange(earlier, after);
  const changed = new Set<FramingAnswer>(before ? [...reframed, ...added] : []);
  return (
    <li className="border-l-2 border-rule pl-3.5">
      <p className="text-base">
        <b>Revision {revision.data.revision}</b>{" "}
        <span className="text-ink-2">
          {formatDate(new Date(revision.at), zone)}
          {revision.recordedBy && `, ${names.get(revision.recordedBy) ?? "somebody who left"}`}
        </span>
      </p>
      {changed.size === 0 ? (
        <p className="mt-1 text-base text-pretty">{revision.data.summary}</p>
      ) : (
        <dl className="mt-1.5 grid gap-x-4 gap-y-1.5 sm:grid-cols-[9rem_minmax(0,1fr)]">
          {FRAMING_ANSWERS.filter((name) => changed.has(name)).map((name) => (
            <Change key={name} name={name} before={earlier} after={after} />
          ))}
        </dl>
      )}
    </li>
  );
}

/** What stood before is struck out, what is new is marked: not by colour alone. */
function Change({ name, before, after }: { name: FramingAnswer; before: Framing; after: Framing }) {
  const old = answerText(before[name]);
  return (
    <>
      <dt className="text-sm text-ink-2">
        {framingWords(name)}
        {old ? <span className="sr-only"> changed</span> : <span className="block text-xs">added</span>}
      </dt>
      <dd className="min-w-0 text-base wrap-anywhere">
        {old && <del className="block text-ink-2">{old}</del>}
        <ins className="rounded-sm bg-warn-tint/60 px-1 no-underline">{answerText(after[name]) || "taken away"}</ins>
      </dd>
    </>
  );
}
