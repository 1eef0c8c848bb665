import { z } from "zod";
import { movesForward, RUN_STATUSES, RUNS_JUDGED } from "#domain/pipeline-runs.ts";
import { choice, factKey, instant, money, number, records, text, wholeNumber, yesNo } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

export const pipelineRun = defineFact({
  kind: "pipeline-runs",
  one: "pipeline run",
  many: "pipeline runs",
  stage: "data-pipeline",
  help: "Each time a pipeline ran: how it ended, how many rows went in and out, and which checks of the contract held.",
  name: "pipeline",
  at: "startedAt",
  writers: ["ML", "LD"],
  seen: [
    { each: "pipeline", newest: RUNS_JUDGED, where: { status: ["succeeded", "failed"] } },
    { each: "pipeline", newest: 1, where: { status: ["succeeded"] } },
    { each: "pipeline", newest: 1 },
  ],
  columns: ["status", "startedAt", "endedAt", "rowsIn", "rowsOut"],
  schema: z.object({
    pipeline: told(factKey("pipelines"), { label: "Pipeline" }),
    status: told(choice(RUN_STATUSES), {
      label: "Status",
      help: "It only moves forward: what arrives late about a run that has ended is passed over.",
    }),
    startedAt: told(instant(), { label: "Started" }),
    endedAt: may(instant(), { label: "Ended" }),
    dataUntil: may(instant(), { label: "Data until", help: "The newest moment that its rows cover." }),
    rowsIn: may(wholeNumber(0, 1e15), { label: "Rows in" }),
    rowsOut: may(wholeNumber(0, 1e15), { label: "Rows out" }),
    checks: may(
      records(
        {
          column: told(text(1, 120), { label: "Column" }),
          rule: told(text(1, 200), { label: "Rule" }),
          blocking: told(yesNo(), { label: "Blocking" }),
          passed: told(yesNo(), { label: "Passed" }),
        },
        1,
        500,
      ),
      { label: "Contract checks", help: "A blocking check that fails keeps the data from being published." },
    ),
    steps: may(
      records({
        name: told(text(1, 120), { label: "Step" }),
        durationSeconds: told(number(0, 1e9), { label: "Duration", unit: "seconds" }),
      }),
      { label: "Steps" },
    ),
    cost: may(money(), { label: "Cost" }),
    commit: may(text(4, 80), { label: "Commit", help: "The code that ran." }),
    link: may(text(2, 500), { label: "Where it can be seen" }),
  }),
  check({ status, startedAt, endedAt }) {
    const ended = status !== "queued" && status !== "running";
    if (endedAt && Date.parse(endedAt) < Date.parse(startedAt))
      return [{ path: "endedAt", message: "A run cannot end before it starts" }];
    if (endedAt && !ended) return [{ path: "endedAt", message: `A run that is ${status} has not ended yet` }];
    return [];
  },
  settle(next, before) {
    return movesForward(before.status, next.status) ? next : before;
  },
});
