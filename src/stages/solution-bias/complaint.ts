import { z } from "zod";
import { choice, groupName, instant, text } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

export const complaint = defineFact({
  kind: "complaints",
  one: "complaint",
  many: "complaints",
  stage: "solution-bias",
  help: "What people object to, by group where it is known, and what came of it. Three upheld in 30 days send the stage back.",
  name: "summary",
  at: "receivedAt",
  writers: ["ML", "PM", "LD", "RV"],
  columns: ["receivedAt", "group", "outcome"],
  schema: z.object({
    summary: told(text(5, 200), { label: "What it is about", help: "Without names." }),
    receivedAt: told(instant(), { label: "Received at" }),
    group: may(groupName(), { label: "Group" }),
    outcome: told(choice(["open", "upheld", "not_upheld"]), { label: "Outcome" }),
  }),
});
