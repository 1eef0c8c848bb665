import { AppError } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { type BulkAnswer, writeFacts } from "#server/fact-bulk.ts";
import type { HeardWhat } from "#server/inbound-events.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { HeardFact, Refusal, WireFormat } from "#wire/heard.ts";

/** What a sender must be allowed: an event may become facts and points. */
export type Listening = Access<"fact.record" | "metrics.write">;
export type Filing = { eventId: string; dryRun?: false } | { dryRun: true; eventId?: undefined };

/** In the order in which they were heard, so that what others refer to is there first. Refusals are added to `refused`. */
export async function fileFacts(
  access: Listening,
  format: WireFormat,
  heard: readonly HeardFact[],
  { eventId, dryRun = false }: Filing,
  refused: Refusal[],
): Promise<HeardWhat[]> {
  const done: HeardWhat[] = [];
  for (const [kind, group] of sameKindTogether(heard)) {
    const given = new Set(dryRun ? done.map((each) => `${each.kind}/${each.key}`) : []);
    const source = { origin: format, dryRun, given, ...(eventId && { eventId }) };
    const answer = await refusedTogether(group, refused, () => writeFacts(access, factKindOf(kind), group, source));
    if (!answer) continue;
    refused.push(...refusalsIn(answer, group));
    done.push(...keptOf(answer, kind, group));
  }
  return done;
}

function sameKindTogether(heard: readonly HeardFact[]): [string, HeardFact[]][] {
  const groups: [string, HeardFact[]][] = [];
  for (const fact of heard) {
    const last = groups.at(-1);
    if (last?.[0] === fact.kind) last[1].push(fact);
    else groups.push([fact.kind, [fact]]);
  }
  return groups.map(([kind, facts]) => [kind, folded(facts)]);
}

/** Several reports about one fact become one, in their order. */
function folded(all: readonly HeardFact[]): HeardFact[] {
  return [...Map.groupBy(all, ({ key }) => key).values()].flatMap((reports) => {
    const [first, ...rest] = reports;
    if (!first) return [];
    const steps = reports.map(onto);
    const data = rest.reduce((known, report) => onto(report)(known), first.data);
    return [{ ...first, data, onto: (before) => steps.reduce((known, step) => step(known), before) }];
  });
}

function onto({ data, onto: own }: HeardFact): NonNullable<HeardFact["onto"]> {
  return own ?? ((before) => ({ ...before, ...data }));
}

function refusalsIn({ refused }: BulkAnswer, group: readonly HeardFact[]): Refusal[] {
  return refused.flatMap(({ index, issues }) =>
    issues.map(({ path, message }) => ({
      path: group[index]?.path ?? "",
      reason: path ? `${path}: ${message}` : message,
    })),
  );
}

function keptOf({ refused, keys }: BulkAnswer, kind: string, group: readonly HeardFact[]): HeardWhat[] {
  const bad = new Set(refused.map(({ index }) => index));
  const changes = new Map(keys.map(({ key, what }) => [key, what] as const));
  return group
    .filter((_, index) => !bad.has(index))
    .map(({ key }) => ({ kind, key, what: changes.get(key) ?? "unchanged" }));
}

/** A machine may not record this kind at all: that is said of each, and the other kinds are kept. */
async function refusedTogether<T>(
  group: readonly HeardFact[],
  refused: Refusal[],
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "RATE_LIMITED") throw error;
    refused.push(...group.map(({ path }) => ({ path, reason: error.message })));
    return null;
  }
}
