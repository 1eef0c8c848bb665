import { z } from "zod";
import { choice, factKey, text } from "#stages/answers.ts";
import { defineFact, told } from "#stages/fact-kind.ts";

/** Append-only and newest first, so that the first of a role is what that role says now. */
export const retrainApproval = defineFact({
  kind: "retrain-approvals",
  one: "decision on a challenger",
  many: "decisions on challengers",
  stage: "retraining",
  help: "Whether the challenger of a run may replace the champion, signed by the lead, at tier 3 by the reviewer too.",
  name: "run",
  writers: ["LD", "RV"],
  appendOnly: true,
  signed: true,
  columns: ["run", "role", "decision"],
  schema: z.object({
    run: told(factKey("retrain-runs"), { label: "Run" }),
    role: told(choice(["LD", "RV"], { LD: "Lead", RV: "Reviewer" }), { label: "As" }),
    decision: told(choice(["approve", "reject"]), { label: "Decision" }),
    reason: told(text(10, 1000), { label: "Reason" }),
  }),
});
