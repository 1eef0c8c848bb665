import { z } from "zod";
import { choice, day, text } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

export const STAKEHOLDER_KINDS = ["user", "affected", "owner", "regulator", "operator"] as const;

export const stakeholder = defineFact({
  kind: "stakeholders",
  one: "stakeholder",
  many: "stakeholders",
  stage: "business-case",
  help: "Who uses it, who feels its outcomes, who answers for it: what each gains, what each may lose, and whether they were asked.",
  name: "name",
  writers: ["PM", "LD", "ML", "RV"],
  columns: ["relation", "benefit", "harm", "consultedAt"],
  schema: z.object({
    name: told(text(2, 120), { label: "Who", help: "A group or an office, rather than a person." }),
    relation: told(choice(STAKEHOLDER_KINDS, { affected: "Affected by outcomes", operator: "Runs it" }), {
      label: "Relation",
    }),
    benefit: may(text(2, 500), { label: "What they gain" }),
    harm: may(text(2, 500), { label: "What they may lose" }),
    consultedAt: may(day(), { label: "Consulted on" }),
  }),
  check({ consultedAt }, { now }) {
    if (!consultedAt || Date.parse(consultedAt) <= now) return [];
    return [{ path: "consultedAt", message: "A day that has come is expected" }];
  },
});
