import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { formatDateTime } from "#lib/format-date.ts";
import type { Access } from "#server/access.ts";
import { listDispatches } from "#server/retraining/dispatches.ts";
import { findTarget } from "#server/retraining/target.ts";
import { STANDING_TONES, STANDING_WORDS } from "#stages/retraining/dispatch-standing.ts";

const SHOWN = 3;

/** Where retraining runs, and how the last requests stand; the whole of it has a page of its own. */
export async function ElsewhereCard({ access, zone }: { access: Access<"project.read">; zone: string }) {
  const [target, dispatches] = await Promise.all([findTarget(access), listDispatches(access)]);
  const page = `/projects/${access.slug}/connect/retraining`;
  if (!target && dispatches.length === 0)
    return (
      <Card title="Retraining elsewhere">
        <p className="text-base text-pretty text-ink-2">
          A trigger that fires queues a run here. It can also ask GitHub, GitLab or a service of yours to begin.{" "}
          <TextLink href={page}>Say where it runs</TextLink>
        </p>
      </Card>
    );
  const note =
    target && `${target.place || target.address}, ${target.automatic ? "asked by itself" : "asked by people"}`;
  return (
    <Card title="Retraining elsewhere" note={note} aside={<TextLink href={page}>All requests</TextLink>}>
      {dispatches.length === 0 && <p className="text-base text-ink-2">Nothing was asked for yet.</p>}
      <ul className="flex flex-col gap-2">
        {dispatches.slice(0, SHOWN).map(({ run, standing, askedAt, askedByName }) => (
          <li key={run} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-base">
            <Link
              href={`/projects/${access.slug}/facts/retrain-runs/${encodeURIComponent(run)}`}
              prefetch={false}
              className="inline-flex min-h-6 items-center font-medium wrap-anywhere hover:underline"
            >
              {run}
            </Link>
            <Tag tone={STANDING_TONES[standing]}>{STANDING_WORDS[standing]}</Tag>
            <span className="text-sm text-ink-2">
              asked {formatDateTime(askedAt, zone)} by {askedByName}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
