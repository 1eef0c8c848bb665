import { AddMonitorsButton } from "#app/(app)/projects/[slug]/monitoring/add-monitors-button.tsx";
import { monitorWords } from "#app/(app)/projects/[slug]/monitoring/monitor-words.ts";
import { Card } from "#components/ui/card.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { plural } from "#lib/format-size.ts";
import type { MonitorProposals } from "#stages/monitoring/default-monitors.ts";

type ProposedMonitorsProps = { slug: string; proposals: MonitorProposals; mayAdd: boolean };

const SHOWN = 12;

/** The default monitors that are not there yet, what each would watch and why; one press records them. */
export function ProposedMonitors({ slug, proposals: { ready, missing }, mayAdd }: ProposedMonitorsProps) {
  if (ready.length + missing.length === 0) return null;
  return (
    <Card
      id="needed-monitors"
      title="Monitors this project needs"
      note={ready.length > 0 ? `${plural(ready.length, "monitor")} ready to add` : "something has to be recorded first"}
      aside={mayAdd && ready.length > 0 && <AddMonitorsButton slug={slug} keys={ready.map(({ key }) => key)} />}
    >
      <ul className="grid gap-x-8 gap-y-2.5 lg:grid-cols-2">
        {ready.slice(0, SHOWN).map(({ key, data, why }) => (
          <li key={key} className="min-w-0 text-base">
            <p className="flex flex-wrap items-center gap-x-2 font-medium wrap-anywhere">
              {data.name}
              {data.severity === "critical" && <Tag tone="bad">critical</Tag>}
            </p>
            <p className="text-sm text-pretty text-ink-2 wrap-anywhere">
              {monitorWords(data)}. {why}
            </p>
          </li>
        ))}
      </ul>
      {ready.length > SHOWN && <More names={ready.slice(SHOWN).map(({ data }) => data.name)} />}
      {missing.length > 0 && (
        <div className="mt-3 border-t border-rule pt-3">
          <p className="text-sm font-medium">Cannot be watched yet</p>
          <ul className="mt-1.5 grid gap-x-8 gap-y-1.5 text-sm lg:grid-cols-2">
            {missing.slice(0, SHOWN).map(({ what, why, path, action }) => (
              <li key={`${path} ${what}`} className="min-w-0 text-pretty text-ink-2 wrap-anywhere">
                <span className="font-medium text-ink">{what}</span>: {why}{" "}
                <TextLink href={`/projects/${slug}/${path}`}>{action}</TextLink>
              </li>
            ))}
          </ul>
          {missing.length > SHOWN && <More names={missing.slice(SHOWN).map(({ what }) => what)} />}
        </div>
      )}
    </Card>
  );
}

function More({ names }: { names: readonly string[] }) {
  return (
    <details className="mt-2 text-sm text-ink-2">
      <summary className="w-fit cursor-pointer underline underline-offset-2">and {names.length} more</summary>
      <p className="mt-1 text-pretty wrap-anywhere">{names.join(", ")}</p>
    </details>
  );
}
