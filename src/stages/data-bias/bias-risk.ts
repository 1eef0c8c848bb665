import type { BiasRegister } from "#domain/bias-register.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { judgeRisk, standingAcceptances } from "#stages/data-bias/risk-judgement.ts";
import { riskRecord } from "#stages/data-bias/risk-records.ts";
import { defineFact, type Figure } from "#stages/fact-kind.ts";

export const biasRisk = defineFact({
  ...riskRecord,
  one: "bias risk",
  many: "bias risks",
  stage: "data-bias",
  help: "How the data or the solution could treat people unfairly: how likely, how bad, before and after what is done about it.",
  name: "title",
  writers: ["ML", "PM", "LD", "RV"],
  columns: ["biasOrigin", "harm", "likelihood", "severity", "state"],
  check(next, context) {
    const half = (next.likelihoodAfter === undefined) !== (next.severityAfter === undefined);
    const attribute = context.of(protectedAttribute).find(({ key }) => key === next.attribute);
    const strange = (next.groups ?? []).filter((group) => attribute && !attribute.data.groups.includes(group));
    return [
      ...(half
        ? [{ path: next.severityAfter === undefined ? "severityAfter" : "likelihoodAfter", message: "Both or neither" }]
        : []),
      ...(strange.length > 0
        ? [{ path: "groups", message: `Not a group of the attribute: ${strange.join(", ")}` }]
        : []),
    ];
  },
  figures(fact, context) {
    const judged = judgeRisk(fact, context);
    const [standing] = standingAcceptances(fact.key, context, context.now);
    return [
      ...levels(judged, {
        ...judged?.before,
        ...afterNamed(judged?.after),
        mitigations: judged?.mitigations,
        verified: judged?.verified,
      }),
      {
        name: "acceptedUntil",
        label: "Accepted until",
        value: standing?.data.validUntil ?? null,
        calculator: "bias_register",
        ...(standing ? {} : { reason: "No acceptance is in force." }),
      },
    ];
  },
});

function levels(judged: BiasRegister["risks"][number] | null, inputs: Record<string, unknown>): Figure[] {
  const common = {
    calculator: "bias_register",
    inputs,
    ...(judged ? {} : { reason: "Likelihood or severity is open." }),
  };
  return [
    { name: "inherent", label: "Inherent", value: judged?.inherent ?? null, ...common },
    { name: "planned", label: "Planned residual", value: judged?.planned ?? null, ...common },
    { name: "residual", label: "Residual today", value: judged?.residual ?? null, ...common },
    { name: "band", label: "Band", value: judged?.band ?? null, ...common },
    { name: "reduction", label: "Reduction", value: judged?.reduction ?? null, unit: "percent", ...common },
  ];
}

function afterNamed(after: { likelihood: number; severity: number } | null | undefined) {
  return after ? { "likelihood after": after.likelihood, "severity after": after.severity } : {};
}
