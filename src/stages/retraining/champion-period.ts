import { z } from "zod";
import { factKey, instant, text } from "#stages/answers.ts";
import type { Fact, FactBag } from "#stages/fact.ts";
import { defineFact, type Figure, may, told } from "#stages/fact-kind.ts";
import { retrainingOf } from "#stages/retraining/policy.ts";

const DAY_MS = 86_400_000;

const schema = z.object({
  modelVersion: told(factKey("model-versions"), { label: "Model" }),
  release: may(factKey("releases"), { label: "Release" }),
  from: told(instant(), { label: "From" }),
  to: may(instant(), { label: "To", help: "Left out while it is the champion." }),
  artefactSha: may(text(7, 128), { label: "Artefact hash" }),
  hashVerifiedAt: may(instant(), {
    label: "Hash verified at",
    help: "When the stored artefact was last read and had that hash: it can be put into use again.",
  }),
});
export type ChampionPeriodData = z.infer<typeof schema>;

/** What the periods are looked up by, also from within their own check. */
const PERIODS = { kind: "champion-periods", schema };

export const championPeriod = defineFact({
  ...PERIODS,
  one: "champion period",
  many: "champion periods",
  stage: "retraining",
  help: "Which model was the champion from when to when, and whether the one before could come back.",
  name: "modelVersion",
  at: "from",
  writers: ["ML", "LD"],
  seen: [{ newest: 2000 }],
  columns: ["modelVersion", "release", "from", "to", "hashVerifiedAt"],
  check(next, { of, before }) {
    if (next.to && Date.parse(next.to) <= Date.parse(next.from))
      return [{ path: "to", message: "It cannot end before it began" }];
    const others = of(PERIODS).filter(({ key, data }) => key !== before?.key && !isSame(data, next));
    const clash = others.find(({ data }) => overlaps(data, next));
    if (!clash) return [];
    return [{ path: "from", message: `${clash.data.modelVersion} is champion in that time; end its period first` }];
  },
  figures: ({ data }, { project, now }) => ageFigures(data, retrainingOf(project).maxModelAgeDays, now),
});

/** The champion of now, and the one before it. */
export function champions(facts: FactBag): {
  present: Fact<ChampionPeriodData> | null;
  former: Fact<ChampionPeriodData> | null;
} {
  const [first = null, second = null] = facts.of(PERIODS);
  return first && !first.data.to ? { present: first, former: second } : { present: null, former: first };
}

export function ageDays({ from }: ChampionPeriodData, now: number): number {
  return (now - Date.parse(from)) / DAY_MS;
}

function ageFigures(data: ChampionPeriodData, allowed: unknown, now: number): Figure[] {
  const until = data.to ? Date.parse(data.to) : now;
  const inputs = { from: data.from, to: data.to, "days allowed": allowed };
  const label = data.to ? "Was champion for" : "Is champion for";
  return [
    { name: "days", label, value: Math.floor(ageDays(data, until)), unit: "days", calculator: "model_age", inputs },
  ];
}

function isSame(a: ChampionPeriodData, b: ChampionPeriodData): boolean {
  return a.modelVersion === b.modelVersion && a.from === b.from;
}

function overlaps(a: ChampionPeriodData, b: ChampionPeriodData): boolean {
  const end = ({ to }: ChampionPeriodData) => (to ? Date.parse(to) : Number.POSITIVE_INFINITY);
  return Date.parse(a.from) < end(b) && Date.parse(b.from) < end(a);
}
