import { systemAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import type { DueProject } from "#server/evaluation-run.ts";
import { eachProject } from "#server/jobs/each-project.ts";
import { mutate } from "#server/mutate.ts";
import { applyBackwardRules } from "#server/stage-flags.ts";
import { DECISIONS_SERIES, LATENCY_SERIES } from "#stages/live-signals.ts";

const MOST_PROJECTS = 500;

/** What time alone makes due by the backward rules (A5), in the projects where time or a changed goal may matter. */
export async function applyRules(signal: AbortSignal): Promise<void> {
  await eachProject(await listProjectsToJudge(), judge, signal);
}

export async function judge({ id, slug }: DueProject): Promise<void> {
  await mutate(systemAccess(id, slug, "Rules"), async (tx) => {
    const notes = await applyBackwardRules(tx, systemAccess(id, slug, "Rules"));
    return { value: undefined, audit: notes.length > 0 ? notes : "unchanged" };
  });
}

/** Facts of which time alone makes something due: licences, mitigations, acceptances, drills, assessments, champions. */
const AGEING = [
  ...["data-sources", "bias-mitigations", "risk-acceptances", "pipelines", "test-runs"],
  ...["fairness-assessments", "fire-drills", "champion-periods"],
];

/**
 * Flags that may recover (T9), goals moved just now (B2.1), must-haves silent for a fortnight after going live (B2.2),
 * evidence that ran out (A5), series of latency and decisions that just moved (B7.3, B8.5), and facts that age. Where there are too many, chance lets none wait for ever.
 */
async function listProjectsToJudge(): Promise<DueProject[]> {
  const at = now();
  const fortnightAgo = new Date(at.getTime() - 14 * 86_400_000);
  const lately = new Date(at.getTime() - 15 * 60_000);
  const twoDaysAgo = new Date(at.getTime() - 2 * 86_400_000);
  return db.$queryRaw<DueProject[]>`
    select p.id, p.slug from project p where p.deleted_at is null and (
      exists (select 1 from stage s cross join lateral (
          select t.verb, t.actor_kind from stage_transition t where t.project_id = s.project_id and t.stage_key = s.key
          order by t.at desc, t.id desc limit 1) as last
        where s.project_id = p.id and s.state = 'needs_attention' and last.verb = 'flag' and last.actor_kind = 'rule')
      or exists (select 1 from criterion_change ch join criterion c on c.id = ch.criterion_id
        where c.project_id = p.id and ch.at > ${lately})
      or exists (select 1 from stage s join criterion c on c.project_id = s.project_id left join series x on x.id = c.series_id
        where s.project_id = p.id and s.key = 'success-criteria' and s.state = 'done' and c.must_have and c.removed_at is null
          and (x.last_point_at is null or x.last_point_at <= ${fortnightAgo})
          and (exists (select 1 from stage_transition t where t.project_id = p.id and t.stage_key = 'integration'
              and t.to = 'done' and t.at <= ${fortnightAgo})
            or exists (select 1 from fact f where f.project_id = p.id and f.kind = 'deployments' and f.removed_at is null
              and f.at <= ${fortnightAgo} and f.data ->> 'environment' = 'production')))
      or exists (select 1 from stage s join evidence e on e.project_id = s.project_id and e.stage_key = s.key
        where s.project_id = p.id and s.state = 'done' and e.removed_at is null
          and e.valid_until <= ${at} and e.valid_until > ${twoDaysAgo})
      or exists (select 1 from series x join stage s on s.project_id = x.project_id
        where x.project_id = p.id and x.last_point_at > ${lately} and s.state = 'done'
          and s.key in ('integration', 'solution-bias')
          and x.name in (${LATENCY_SERIES}, ${DECISIONS_SERIES}, s.document ->> 'latencySeries'))
      or exists (select 1 from fact f where f.project_id = p.id and f.kind = any(${AGEING}) and f.removed_at is null))
    order by random() limit ${MOST_PROJECTS}`;
}
