import pg from "pg";
import { STAGE_KEYS } from "#stages/registry.ts";

const SEED = 20_260_316;

/**
 * Thousands of projects written by the database itself: people, members, stages, criteria, alerts and the portfolio's
 * rows. Seeded, so that two runs make the same installation. Returns the id of a person who belongs to every tenth.
 */
export async function generateProjects(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("select setseed($1)", [SEED / 100_000_000]);
  const keys = [...STAGE_KEYS];
  for (const statement of STATEMENTS)
    await client.query(
      statement.replaceAll("$count", String(count)).replaceAll("$keys", `array['${keys.join("','")}']`),
    );
  await client.query("analyze");
  await client.end();
}

const STATEMENTS = [
  `create temp table made as select i, gen_random_uuid() as id, 'load-' || i as slug, 'Load project ' || i as name,
     1 + (random() * 2)::int as tier, (random() * 9)::int as at_stage, random() * 100 as health, random() as journey,
     timestamptz '2025-01-01' + random() * interval '500 days' as since, (random() * 200)::int as owner
   from generate_series(1, $count) as i`,
  `create temp table person as select o, gen_random_uuid() as id from generate_series(0, 200) as o`,
  `insert into "user" (id, name, email, created_at, updated_at) select id, 'Person ' || o, 'load' || o || '@example.org', now(), now() from person`,
  `insert into project (id, slug, name, tier, currency, time_zone, created_at, updated_at)
   select id, slug, name, tier, 'EUR', 'UTC', since, since from made`,
  `insert into member select made.id, person.id, array['PM', 'LD'], since from made join person on o = owner`,
  `insert into stage (project_id, key, state, since, version, iteration)
   select id, key, case when place <= at_stage then 'done' when place = at_stage + 1 then 'in_progress' else 'not_started' end, since, 1, 1
   from made cross join unnest($keys) with ordinality as k(key, place)`,
  `insert into stage_visit (id, project_id, stage_key, state, entered_at, left_at)
   select gen_random_uuid(), id, key, state, since + (place * 20 + days) * interval '1 day', case when place <= at_stage then since + (place * 20 + days + length) * interval '1 day' end
   from made cross join unnest($keys) with ordinality as k(key, place)
     cross join lateral (values ('in_progress', 0, 3 + random() * 40), ('in_review', 50, random() * 9), ('in_progress', 60, random() * 5), ('done', 70, 1)) as v(state, days, length)
   where place <= at_stage or (place = at_stage + 1 and state = 'in_progress' and days = 0)`,
  `insert into criterion (id, project_id, key, name, kind, phase, unit, direction, target, aggregation, window_seconds, cadence_seconds,
     min_samples, breach_after, recover_after, stale_after, weight, must_have, position, created_at, updated_at)
   select gen_random_uuid(), id, 'c' || c, 'Criterion ' || c, 'model', 'production', '', 'gte', 0.8, 'mean', 86400, 86400, 1, 3, 2, 2, 1, c = 1, c, since, since
   from made cross join generate_series(1, 5) as c`,
  `insert into alert (id, project_id, kind, severity, state, title, fingerprint, opened_at, last_at)
   select gen_random_uuid(), id, 'drift', 'warning', case when a = 1 and i % 3 = 0 then 'open' else 'resolved' end, 'Drift', 'f' || a, since, since
   from made cross join generate_series(1, 5) as a`,
  `insert into project_summary (project_id, slug, name, summary, tier, owner_id, owner_name, states, stage_key, stage_since, target_days, waiting,
     criteria_met, criteria_total, outcome, trend, open_alerts, health, health_band, journey, currency, annual_value, is_live, days_to_live, rank,
     archived, deleted, updated_at, value_score, feasibility, quadrant, delay_loss)
   select made.id, slug, name, '', tier, person.id, 'Person ' || o,
     array(select case when place <= at_stage then 'done' when place = at_stage + 1 then 'in_progress' else 'not_started' end from generate_series(1, 10) as place),
     ($keys)[at_stage + 1], since, 20, i % 2, i % 5, 5, (array['met', 'at_risk', 'no_data', 'breached'])[1 + i % 4], array[0.7, 0.71, 0.72, 0.7],
     case when i % 3 = 0 then 1 else 0 end, health, case when health >= 80 then 'green' when health >= 60 then 'amber' else 'red' end, journey, 'EUR',
     (random() * 1000000)::numeric(18, 2), at_stage > 6, case when at_stage > 6 then random() * 300 end, health, i % 20 = 0, false, now(), health, journey * 100, case when health >= 50 then case when journey >= 0.5 then 'do_now' else 'de_risk' end else case when journey >= 0.5 then 'fill_in' else 'park' end end, (random() * 200000)::numeric(18, 2)
   from made join person on o = owner`,
];
