import { z } from "zod";
import { TRIGGER_REASONS } from "#domain/retrain-trigger.ts";
import { choice, factKey, instant, namedValues, text, yesNo } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";
import { requirement } from "#stages/fix.ts";

const schema = z.object({
  trigger: told(factKey("retrain-triggers"), { label: "Trigger" }),
  evaluatedAt: told(instant(), { label: "Looked at" }),
  fired: told(yesNo(), { label: "Fired" }),
  reason: told(choice(TRIGGER_REASONS, { too_few_new_rows: "Too few new rows" }), { label: "Why" }),
  windowKey: told(text(3, 120), {
    label: "Window",
    help: "A trigger is looked at once for each; a retry fires nothing.",
  }),
  note: may(text(3, 500), { label: "Said", help: "Of a trigger that somebody pulled: why." }),
  saw: may(namedValues(40), { label: "What it saw" }),
});
export type TriggerFiringData = z.infer<typeof schema>;

/** What the evaluations are looked up by, also from within their own guard. */
const FIRINGS = { kind: "trigger-firings", schema };

export const triggerFiring = defineFact({
  ...FIRINGS,
  one: "trigger evaluation",
  many: "trigger evaluations",
  stage: "retraining",
  help: "Each time a trigger was looked at: whether it fired, and why not.",
  name: "windowKey",
  at: "evaluatedAt",
  writers: ["ML", "LD"],
  appendOnly: true,
  seen: [{ each: "trigger", newest: 10 }],
  once: ["trigger", "windowKey"],
  tallies: { reasons: { by: "reason", where: {} } },
  columns: ["trigger", "evaluatedAt", "fired", "reason"],
  check: ({ fired, reason }) =>
    fired === (reason === "fired")
      ? []
      : [{ path: "reason", message: fired ? "It fired: then that is the reason" : "Say what held it back" }],
  guard(next, { of, before }) {
    const same = of(FIRINGS).some(({ data }) => data.trigger === next.trigger && data.windowKey === next.windowKey);
    return [
      requirement({
        key: "once",
        label: "A trigger is looked at once for a window",
        met: before !== null || !same,
        detail: same ? `${next.windowKey} was looked at before` : "",
      }),
    ];
  },
});
