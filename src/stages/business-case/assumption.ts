import { z } from "zod";
import { choice, instant, likert, text } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

export const assumption = defineFact({
  kind: "assumptions",
  one: "assumption",
  many: "assumptions",
  stage: "business-case",
  help: "What the case takes for granted, how sure you are, and how it will be tested. A broken one sends the finished stage back.",
  name: "statement",
  writers: ["PM", "LD", "ML"],
  columns: ["confidence", "howTested", "state"],
  schema: z.object({
    statement: told(text(5, 300), { label: "Assumption" }),
    confidence: told(likert(), { label: "Confidence", help: "1 is a hope, 5 is measured." }),
    howTested: may(text(3, 500), { label: "How it is tested" }),
    state: told(choice(["open", "held", "broken"]), { label: "State" }),
    settledAt: may(instant(), {
      label: "Held or broken since",
      help: "When that became known; left out, the moment of the last change counts.",
    }),
  }),
  check({ state, settledAt }, { now }) {
    if (!settledAt) return [];
    if (state === "open") return [{ path: "settledAt", message: "An open assumption is not settled yet" }];
    return Date.parse(settledAt) <= now ? [] : [{ path: "settledAt", message: "A time that has come is expected" }];
  },
});
