import { ACCEPTANCE_DAYS, riskBand } from "#domain/bias-register.ts";
import type { Requirement } from "#domain/requirement.ts";
import { judgeRisk } from "#stages/data-bias/risk-judgement.ts";
import { type AcceptanceData, acceptanceRecord, riskRecord } from "#stages/data-bias/risk-records.ts";
import { defineFact, type FactContext } from "#stages/fact-kind.ts";
import { factsFix } from "#stages/fix.ts";

const DAY_MS = 86_400_000;

export const riskAcceptance = defineFact({
  ...acceptanceRecord,
  one: "risk acceptance",
  many: "risk acceptances",
  stage: "data-bias",
  help: "Somebody answers for a risk that stays, for a time: medium its owner, high the lead and the reviewer, critical nobody.",
  name: "risk",
  writers: ["LD", "RV", "ML", "PM"],
  signed: true,
  appendOnly: true,
  columns: ["role", "reason", "validUntil"],
  check(next, { now }) {
    const days = (Date.parse(next.validUntil) - now) / DAY_MS;
    if (days <= 0) return [{ path: "validUntil", message: "A day to come is expected" }];
    if (days <= ACCEPTANCE_DAYS) return [];
    return [{ path: "validUntil", message: `At most ${ACCEPTANCE_DAYS} days ahead` }];
  },
  guard: (next, context) => [weighed(next, context)].flatMap((level) => (level === null ? [] : asked(next, level))),
  figures: ({ data }, { now }) => [
    {
      name: "daysLeft",
      label: "Days left",
      value: Math.ceil((Date.parse(data.validUntil) - now) / DAY_MS),
      unit: "days",
      calculator: "days_left",
      inputs: { validUntil: data.validUntil },
    },
  ],
});

/** What is accepted is the risk that stays once the plan works; it has to be weighed first. */
function weighed({ risk }: AcceptanceData, context: FactContext<AcceptanceData>): number | null {
  const fact = context.of(riskRecord).find(({ key }) => key === risk);
  return fact ? (judgeRisk(fact, context)?.planned ?? 0) : null;
}

function asked({ role }: AcceptanceData, level: number): Requirement[] {
  const band = riskBand(level);
  const critical = band === "critical";
  const unweighed = level === 0;
  return [
    {
      key: "weighed",
      label: "A risk is weighed before it is accepted",
      met: !unweighed,
      detail: unweighed ? "Its likelihood or severity is open." : `It would stay at ${level}, ${band}.`,
      ...(unweighed && { fix: factsFix(["ML"], "Fill in likelihood and severity.", "bias-risks") }),
    },
    {
      key: "critical",
      label: "A critical risk cannot be accepted",
      met: !critical,
      detail: `It would stay at ${level} of 25.`,
      ...(critical && { fix: factsFix(["ML"], "Plan a mitigation that brings it below 16.", "bias-mitigations") }),
    },
    {
      key: "roles",
      label: "A high risk is accepted by the lead and the reviewer",
      met: band !== "high" || role === "LD" || role === "RV",
      detail: `It would stay at ${level}, ${band}.`,
      ...(band === "high" && { fix: factsFix(["LD", "RV"], "Ask the lead and the reviewer.", "risk-acceptances") }),
    },
  ];
}
