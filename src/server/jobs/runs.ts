import type { z } from "zod";
import { deliverDue } from "#server/deliveries.ts";
import { runMonitors } from "#server/jobs/evaluate-monitors.ts";
import { runTriggers } from "#server/jobs/evaluate-triggers.ts";
import { keepRetention, renewPortfolio, sweepExpired } from "#server/jobs/housekeeping.ts";
import { drainDays, keepUpWithPoints } from "#server/jobs/points.ts";
import { applyRules } from "#server/jobs/rules.ts";
import { type TaskName, tasks } from "#server/jobs/tasks.ts";
import { tellReminders } from "#server/reminder-news.ts";
import { deliverDispatch, noteSilence } from "#server/retraining/deliver.ts";
import { runTransfer } from "#server/transfer/run-transfer.ts";

/** Ends early, and well, once the signal says that the worker stops. */
type Run = (payload: unknown, signal: AbortSignal) => Promise<void>;

/** What each task does. */
export const runs: Record<TaskName, Run> = {
  points: given(tasks.points.payload, (_, signal) => keepUpWithPoints(signal)),
  days: given(tasks.days.payload, (_, signal) => drainDays(signal)),
  monitors: given(tasks.monitors.payload, (_, signal) => runMonitors(signal)),
  triggers: given(tasks.triggers.payload, (_, signal) => runTriggers(signal)),
  rules: given(tasks.rules.payload, (_, signal) => applyRules(signal)),
  portfolio: given(tasks.portfolio.payload, renewPortfolio),
  retention: given(tasks.retention.payload, keepRetention),
  expiry: given(tasks.expiry.payload, sweepExpired),
  reminders: given(tasks.reminders.payload, (_, signal) => tellReminders(signal)),
  deliver: given(tasks.deliver.payload, ({ channelId }, signal) => deliverDue(channelId, signal)),
  retrain: given(tasks.retrain.payload, ({ dispatchId }) => deliverDispatch(dispatchId)),
  "retrain-silence": given(tasks["retrain-silence"].payload, ({ dispatchId }) => noteSilence(dispatchId)),
  transfer: given(tasks.transfer.payload, ({ transferId }, signal) => runTransfer(transferId, signal)),
};

/** What lies in the queue may be from another version of this program. */
function given<S extends z.ZodType>(
  payload: S,
  run: (payload: z.output<S>, signal: AbortSignal) => Promise<void>,
): Run {
  return async (raw, signal) => run(payload.parse(raw), signal);
}
