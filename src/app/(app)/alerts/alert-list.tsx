import Link from "next/link";
import { AlertActions } from "#app/(app)/alerts/alert-actions.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StageGlyph } from "#components/ui/stage-glyph.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { DRILL } from "#domain/alerts.ts";
import type { StageState } from "#domain/vocabulary.ts";
import { formatDateTime } from "#lib/format-date.ts";
import { now } from "#server/clock.ts";
import { answerAt, isGroup } from "#stages/answer-at.ts";

export type AlertLine = {
  id: string;
  slug: string;
  project: string | null;
  title: string;
  detail: string;
  state: string;
  severity: string;
  openedAt: Date;
  resolvedAt: Date | null;
  resolution: string | null;
  snoozedUntil?: Date | null;
  occurrences: number;
  criterion: string | null;
  kind: string;
  labels: unknown;
  owner?: string | null;
  mayHandle: boolean;
};

const GLYPHS: Record<string, StageState> = { open: "needs_attention", acknowledged: "in_review", resolved: "done" };

type AlertListProps = {
  alerts: readonly AlertLine[];
  zone: string;
  empty: string;
  /** What is more is folded. */
  most?: number;
};

/** Alerts as sentences, with what can be done about each. */
export function AlertList({ alerts, zone, empty, most = alerts.length }: AlertListProps) {
  if (alerts.length === 0) return <p className="px-4 pb-4 text-base text-ink-2">{empty}</p>;
  const rest = alerts.slice(most);
  return (
    <>
      <Alerts alerts={alerts.slice(0, most)} zone={zone} />
      {rest.length > 0 && (
        <details>
          <summary className="cursor-pointer list-none border-t border-rule px-4 py-2.5 text-base font-medium text-ink-2 underline underline-offset-2 hover:text-ink">
            {rest.length} more
          </summary>
          <Alerts alerts={rest} zone={zone} />
        </details>
      )}
    </>
  );
}

function Alerts({ alerts, zone }: Pick<AlertListProps, "alerts" | "zone">) {
  return (
    <ul>
      {alerts.map((alert) => (
        <li
          key={alert.id}
          id={`alert-${alert.id}`}
          className="flex flex-wrap items-start gap-x-3 gap-y-2 border-t border-rule px-4 py-3 target:bg-selected"
        >
          <StageGlyph state={GLYPHS[alert.state] ?? "needs_attention"} label={alert.state} className="mt-0.5" />
          <div className="min-w-0 flex-1 basis-60">
            <p className="flex flex-wrap items-center gap-2 font-semibold">
              <Link href={hrefOf(alert)} prefetch={false} className="hover:underline">
                {alert.title}
              </Link>
              {alert.kind === DRILL && <Tag>Drill</Tag>}
              {alert.severity === "critical" && alert.kind !== DRILL && alert.state !== "resolved" && (
                <Tag tone="bad">Critical</Tag>
              )}
            </p>
            <p className="text-sm text-pretty text-ink-2">{alert.detail}</p>
            <p className="mt-0.5 text-sm text-ink-2">
              {alert.project && <span className="font-medium text-ink">{alert.project}, </span>}
              opened <RelativeTime ago at={alert.openedAt} now={now()} zone={zone} />
              {alert.occurrences > 1 && `, ${alert.occurrences} times`}
              {alert.owner && `, owner ${alert.owner}`}
              {alert.state === "acknowledged" && ", acknowledged"}
              {alert.snoozedUntil && `, asleep until ${formatDateTime(alert.snoozedUntil, zone)}`}
              {alert.resolvedAt && (
                <>
                  , resolved <RelativeTime ago at={alert.resolvedAt} now={now()} zone={zone} />
                  {alert.resolution && `: ${alert.resolution}`}
                </>
              )}
            </p>
          </div>
          {alert.mayHandle && alert.state !== "resolved" && (
            <AlertActions
              slug={alert.slug}
              id={alert.id}
              title={alert.title}
              acknowledged={alert.state === "acknowledged"}
              snoozed={alert.snoozedUntil != null}
              openedAt={alert.openedAt.toISOString()}
              drill={alert.kind === DRILL}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

/** To the picture behind it: the criterion's series, the feature's windows, the drill's record, else the monitors. */
function hrefOf({ slug, criterion, kind, labels }: AlertLine): string {
  const base = `/projects/${slug}/monitoring`;
  if (criterion) return `${base}#criterion-${criterion}`;
  const drill = kind === DRILL ? answerAt(isGroup(labels) ? labels : {}, "drill") : undefined;
  if (typeof drill === "string") return `/projects/${slug}/facts/fire-drills/${encodeURIComponent(drill)}`;
  const feature = kind === "drift" ? answerAt(isGroup(labels) ? labels : {}, "feature") : undefined;
  return typeof feature === "string" ? `${base}/drift/${encodeURIComponent(feature)}` : `${base}#monitors`;
}
