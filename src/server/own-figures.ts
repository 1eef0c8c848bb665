import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Visibility } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { countedFigures } from "#server/counted-figures.ts";
import { setQueueFigures } from "#server/jobs/queue-figures.ts";
import { pointsPool } from "#server/points/pool.ts";

/* What this program says about itself to Prometheus: what it counted, and states that are read when asked. */

export type Exposition = { type: string; text: string };

/** For administrators: the process, the installation, and its projects by name. For others: only the projects that they see. */
export async function ownFigures(view: Visibility): Promise<Exposition> {
  const asked = new Registry();
  await setAlerts(asked, view);
  if (view.visible !== "all") return { type: asked.contentType, text: await asked.metrics() };
  await setStates(asked);
  const all = Registry.merge([countedFigures, ofProcess(), asked]);
  return { type: all.contentType, text: await all.metrics() };
}

let watched: Registry | undefined;

/** Only from the first question on: who never asks does not pay for the watching. */
function ofProcess(): Registry {
  if (!watched) {
    watched = new Registry();
    collectDefaultMetrics({ register: watched });
  }
  return watched;
}

type Standing = { lag: number; dirty: number };

async function setStates(register: Registry): Promise<void> {
  const { rows } = await pointsPool().query<Standing>(
    `select coalesce((select extract(epoch from $1::timestamptz - min(c.next_window_end)) from criterion c
        join project p on p.id = c.project_id
        where c.next_window_end <= $1 and c.removed_at is null and p.deleted_at is null), 0)::float8 as lag,
       (select count(*) from dirty_bucket)::int as dirty`,
    [now()],
  );
  const [standing] = rows;
  if (!standing) return;
  const set = (name: string, help: string, value: number) =>
    new Gauge({ name, help, registers: [register] }).set(value);
  set("throughline_evaluation_lag_seconds", "How long the oldest window that is due has waited.", standing.lag);
  set("throughline_dirty_buckets", "Marks of points whose roll-ups are not yet up to date.", standing.dirty);
  await setQueueFigures(register);
}

type Alerts = { project: string; severity: string; state: string; count: number };

async function setAlerts(register: Registry, { visible }: Visibility): Promise<void> {
  const userId = visible !== "all" && "userId" in visible ? visible.userId : null;
  const projectId = visible !== "all" && "projectId" in visible ? visible.projectId : null;
  const { rows } = await pointsPool().query<Alerts>(
    `select p.slug as project, a.severity, a.state, count(*)::int as count from alert a join project p on p.id = a.project_id
     where a.state in ('open', 'acknowledged') and p.deleted_at is null and ($1::uuid is null or p.id = $1)
       and ($2::uuid is null or exists (select 1 from member m where m.project_id = p.id and m.user_id = $2))
     group by p.slug, a.severity, a.state order by p.slug, a.severity, a.state`,
    [projectId, userId],
  );
  const alerts = new Gauge({
    name: "throughline_alerts",
    help: "Alerts that are open or acknowledged.",
    labelNames: ["project", "severity", "state"],
    registers: [register],
  });
  for (const { count, ...labels } of rows) alerts.set(labels, count);
}
