import type { RuleVerdict } from "#domain/evidence.ts";
import { listed } from "#domain/listed.ts";
import { capital, counted, named } from "#stages/data-selection/in-words.ts";
import { representationOf } from "#stages/data-selection/representation.ts";
import { type SourceOverview, sourcesOf } from "#stages/data-selection/source-overview.ts";
import type { StageFacts } from "#stages/facts.ts";

/* Items of stage 3 that what is recorded proves: nobody brings a file or a number for what stands here already. */

type Selection = { readonly labelAudit?: { readonly n?: number; readonly agree?: number } };

/** Item 3.3: a whole datasheet for each required source. */
export function datasheetsWritten(document: Selection, facts: StageFacts): RuleVerdict {
  const where = "/facts/datasheets";
  const required = requiredIn(document, facts);
  if (required.length === 0) return { met: false, detail: NONE_REQUIRED, where };
  const open = required.filter(({ datasheetLinked }) => !datasheetLinked);
  if (open.length > 0) return { met: false, detail: `Without a whole datasheet: ${named(open)}.`, where };
  return { met: true, detail: `${capital(counted(required.length, "required source"))} described.`, where };
}

const DAY_MS = 86_400_000;
const PROFILE_DAYS = 30;

/** Item 3.5: each required source was profiled within 30 days. */
export function recentlyProfiled(document: Selection, facts: StageFacts): RuleVerdict {
  const where = "/facts/quality-profiles";
  const required = requiredIn(document, facts);
  if (required.length === 0) return { met: false, detail: NONE_REQUIRED, where };
  const never = required.filter(({ profiledAt }) => profiledAt === null);
  if (never.length > 0) return { met: false, detail: `Never profiled: ${named(never)}.`, where };
  const old = required.filter(({ profiledAt }) => facts.now - (profiledAt ?? 0) > PROFILE_DAYS * DAY_MS);
  if (old.length > 0)
    return { met: false, detail: `Profiled more than ${PROFILE_DAYS} days ago: ${named(old)}.`, where };
  const words = counted(required.length, "required source");
  return { met: true, detail: `${capital(words)} profiled within ${PROFILE_DAYS} days.`, where };
}

/** Item 3.7: the sample that the document tells of. */
export function labelNoiseMeasured({ labelAudit = {} }: Selection): RuleVerdict {
  const { n, agree } = labelAudit;
  if (n === undefined || agree === undefined || n === 0)
    return { met: false, detail: "The label audit above is not filled in." };
  const noise = ((1 - agree / n) * 100).toFixed(1);
  return { met: true, detail: `${noise}% of ${n} rows that were labelled twice got two labels.` };
}

/** Item 3.8: shares of groups in the data and in the population. */
export function representationComputed(_document: Selection, facts: StageFacts): RuleVerdict {
  const sets = representationOf(facts);
  const where = "/facts/group-baselines";
  const groups = sets.flatMap((set) => set.groups);
  if (groups.length === 0)
    return { met: false, detail: "No group has its share in the data and in the population.", where };
  const flagged = groups.filter((group) => group.flagged).map(({ group }) => group);
  const words = `${capital(counted(groups.length, "group"))} compared by ${listed(sets.map(({ title }) => title))}.`;
  return { met: true, detail: flagged.length > 0 ? `${words} Out of line: ${listed(flagged)}.` : words, where };
}

const NONE_REQUIRED = "No required source is recorded.";

function requiredIn(document: Selection, facts: StageFacts): SourceOverview[] {
  return sourcesOf(facts, document).filter((source) => source.required);
}
