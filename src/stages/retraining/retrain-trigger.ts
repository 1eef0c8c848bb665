import { z } from "zod";
import { parseCron } from "#domain/cron.ts";
import { TRIGGER_DEFAULTS, TRIGGER_KINDS } from "#domain/retrain-trigger.ts";
import { choice, criterionKey, fraction, number, text, wholeNumber, yesNo } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const schema = z.object({
  name: told(text(2, 120), { label: "Name" }),
  kind: told(choice(TRIGGER_KINDS, { data_volume: "New data" }), { label: "Starts on" }),
  cron: may(text(9, 100), { label: "Schedule", help: "A cron line of five fields, in the project’s time zone." }),
  threshold: may(number(0, 1e6), { label: "Drift limit", help: "By the primary method of each feature, e.g. 0.2." }),
  share: may(fraction(), { label: "Share of features", help: "That reach the limit." }),
  windows: may(wholeNumber(1, 52), { label: "Windows in a row" }),
  criterion: may(criterionKey(), { label: "Criterion", help: "Starts when it is breached." }),
  rows: may(wholeNumber(1, 1e12), { label: "New labelled rows", unit: "rows" }),
  rowsSeries: may(text(1, 200), { label: "Series of new rows", help: "Each point counts what came since the last." }),
  minNewRows: may(wholeNumber(0, 1e12), { label: "At least new rows", unit: "rows" }),
  cooldownHours: may(number(0, 8760), { label: "Pause between runs", unit: "hours", help: "72 if left out." }),
  monthlyCap: may(wholeNumber(0, 1000), { label: "Runs a month", help: "At most; 4 if left out." }),
  enabled: told(yesNo(), { label: "In use" }),
});
export type RetrainTriggerData = z.infer<typeof schema>;

export const retrainTrigger = defineFact({
  kind: "retrain-triggers",
  one: "trigger",
  many: "triggers",
  stage: "retraining",
  help: "What starts a retrain: a schedule, drift, a breached criterion, new data, or somebody by hand; and what holds it back.",
  name: "name",
  writers: ["ML", "LD"],
  seen: [{ where: { enabled: [true] } }],
  columns: ["kind", "cron", "threshold", "enabled"],
  schema,
  check(next) {
    const missing = NEEDED[next.kind].filter((part) => next[part] === undefined);
    const issues = missing.map((path) => ({ path, message: "This kind of trigger is about it" }));
    if (next.cron && !parseCron(next.cron))
      issues.push({ path: "cron", message: "Five fields are expected: minute, hour, day, month, day of the week" });
    return issues;
  },
  figures: ({ data }) => [
    {
      name: "limits",
      label: "Limits",
      value: `${cooldownHours(data)} h between runs, ${monthlyCap(data)} a month`,
      calculator: "trigger",
      inputs: {
        "pause, hours": cooldownHours(data),
        "runs a month": monthlyCap(data),
        "new rows": data.minNewRows ?? 0,
      },
    },
  ],
});

const NEEDED: Readonly<Record<RetrainTriggerData["kind"], readonly ("cron" | "threshold" | "criterion" | "rows")[]>> = {
  schedule: ["cron"],
  drift: ["threshold"],
  performance: ["criterion"],
  data_volume: ["rows"],
  manual: [],
};

export function cooldownHours(trigger: RetrainTriggerData): number {
  return trigger.cooldownHours ?? TRIGGER_DEFAULTS.cooldownHours;
}

export function monthlyCap(trigger: RetrainTriggerData): number {
  return trigger.monthlyCap ?? TRIGGER_DEFAULTS.maxRunsPerMonth;
}
