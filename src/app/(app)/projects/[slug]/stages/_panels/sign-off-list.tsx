import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { roleName } from "#domain/vocabulary.ts";
import type { StageView } from "#server/stage-view.ts";

type SignOffListProps = Pick<StageView, "signOffs" | "version" | "checklist"> & { now: string; zone: string };

/** Who signed what, for which version: what counts now, and folded below it what counted once. Newest first. */
export function SignOffList({ signOffs, ...look }: SignOffListProps) {
  if (signOffs.length === 0) return null;
  const newest = [...signOffs].reverse();
  const valid = newest.filter(({ current }) => current);
  const past = newest.filter(({ current }) => !current);
  const folds = valid.length > 0 && past.length > PAST_SHOWN;
  return (
    <details id="sign-offs" className="group border-t border-rule pt-3" open={valid.length > 0}>
      <summary className={SUMMARY}>Signatures ({signOffs.length})</summary>
      <SignOffs signOffs={valid} {...look} />
      {folds ? (
        <details className="mt-2.5">
          <summary className={SUMMARY}>{past.length} that no longer count</summary>
          <SignOffs signOffs={past} {...look} />
        </details>
      ) : (
        <SignOffs signOffs={past} {...look} />
      )}
    </details>
  );
}

const PAST_SHOWN = 3;
const SUMMARY =
  "w-fit list-none py-0.5 text-base leading-5 text-ink-2 underline decoration-edge underline-offset-2 hover:text-ink";

function SignOffs({ signOffs, version, checklist, now, zone }: SignOffListProps) {
  if (signOffs.length === 0) return null;
  return (
    <ul className="mt-2.5 flex flex-col gap-2">
      {signOffs.map((signOff) => (
        <li key={signOff.id} className="text-base">
          <b className="block">{signOff.name}</b>
          <span className="flex flex-wrap items-center gap-x-1.5">
            <span className="text-ink-2">
              {wordsFor(signOff.subject, signOff.decision, checklist)}, {roleName(signOff.role)},{" "}
              <RelativeTime at={signOff.at} now={now} zone={zone} />
            </span>
            {signOff.imported && <Tag>Imported</Tag>}
            {!signOff.current && (
              <Tag tone="quiet">
                {signOff.voidedAt ? "Void" : signOff.version < version ? `Version ${signOff.version}` : "Past"}
              </Tag>
            )}
          </span>
          {signOff.comment && <span className="block text-sm text-pretty text-ink-2">{signOff.comment}</span>}
        </li>
      ))}
    </ul>
  );
}

/** An item is called by its words; one that this project is no longer asked for has only its number left. */
function wordsFor(subject: string, decision: string, checklist: StageView["checklist"]): string {
  if (subject === "stage") return "signed off the stage";
  if (!subject.startsWith("item:")) return `signed “${decision}”`;
  const key = subject.slice("item:".length);
  const item = `“${checklist.find((each) => each.key === key)?.label ?? `item ${key}`}”`;
  return decision === "not_applicable" ? `accepted that ${item} does not apply` : `signed ${item}`;
}
