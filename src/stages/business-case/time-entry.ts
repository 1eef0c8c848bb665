import { z } from "zod";
import { choice, day, number, text } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

export const TIME_CATEGORIES = [
  "framing",
  "data",
  "modelling",
  "deployment",
  "monitoring",
  "governance",
  "other",
] as const;
export type TimeCategory = (typeof TIME_CATEGORIES)[number];

/** It stands with the budget, in stage 1, and is written as long as the project goes on. */
export const timeEntry = defineFact({
  kind: "time-entries",
  one: "time entry",
  many: "time entries",
  stage: "business-case",
  help: "Hours by kind of work. They show how much of a machine-learning project is not modelling.",
  name: "category",
  at: "day",
  writers: ["PM", "ML", "LD", "RV"],
  columns: ["day", "category", "hours", "person"],
  schema: z.object({
    category: told(choice(TIME_CATEGORIES), { label: "Kind of work" }),
    hours: told(number(0.05, 744), {
      label: "Hours",
      unit: "hours",
      help: "Of one day, or of a week or month together.",
    }),
    day: told(day(), { label: "Day", help: "Of hours of a longer time: its last day." }),
    person: may(text(2, 120), { label: "Who" }),
    note: may(text(2, 300), { label: "Note" }),
  }),
});
