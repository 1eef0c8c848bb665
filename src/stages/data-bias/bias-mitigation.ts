import { mitigationRecord } from "#stages/data-bias/risk-records.ts";
import { defineFact } from "#stages/fact-kind.ts";

const DAY_MS = 86_400_000;

export const biasMitigation = defineFact({
  ...mitigationRecord,
  one: "bias mitigation",
  many: "bias mitigations",
  stage: "data-bias",
  help: "What is done about a risk, by whom, until when, and the metric that will prove it. The risk falls once that is verified.",
  name: "title",
  writers: ["ML", "PM", "LD", "RV"],
  columns: ["risk", "technique", "owner", "due", "verified"],
  check(next) {
    if (!next.verified) return [];
    return [
      ...(next.verifyMetric
        ? []
        : [{ path: "verifyMetric", message: "What proves it is named before it is verified" }]),
      ...(next.evidence || next.evidenceLink
        ? []
        : [{ path: "evidence", message: "Say what was measured, or where it can be seen" }]),
    ];
  },
  figures({ data }, { now }) {
    if (!data.due || data.doneOn || data.verified) return [];
    const left = Math.ceil((Date.parse(data.due) - now) / DAY_MS);
    const label = left < 0 ? "Days left (overdue)" : "Days left";
    return [{ name: "daysLeft", label, value: left, unit: "days", calculator: "days_left", inputs: { due: data.due } }];
  },
});
