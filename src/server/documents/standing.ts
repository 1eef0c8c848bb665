import type { Block, Line, Said, Words } from "#domain/document.ts";
import { HEALTH_CAPS } from "#domain/health.ts";
import { roleName } from "#domain/vocabulary.ts";
import { guardrailWords, targetWords } from "#lib/criterion-words.ts";
import { formatMoney, formatPercent, formatScore, formatValue } from "#lib/format.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import type { Known, KnownStage } from "#server/documents/known.ts";
import { clipped, inWords, type Parts, says } from "#server/documents/parts.ts";
import { figureText } from "#server/fact-text.ts";
import { caseFigures } from "#stages/business-case/case-figures.ts";
import type { Figure } from "#stages/fact-kind.ts";

/* What both the report and the technical file say of where a project stands. */

export function standingRows(known: Known): Said[] {
  const { project, overview, members, lifecycle, alerts } = known;
  const { health, journey, standing } = overview;
  const leads = members.filter(({ roles }) => roles.includes("LD")).map(({ name }) => name);
  const score = health.score === null ? "Not known yet" : `${formatScore(health.score)} of 100`;
  const cap = health.cap ? `, capped: ${HEALTH_CAPS[health.cap].label.toLowerCase()}` : "";
  return [
    { label: "Lead", value: leads.length > 0 ? [leads.join(", ")] : null },
    { label: "Life of the project", value: [inWords(lifecycle.lifecycle)] },
    { label: "Maturity", value: [standing.maturity === "poc" ? "Proof of concept" : inWords(standing.maturity)] },
    {
      label: "Governance tier",
      value: [`${project.tier} of 3${project.affectsPeople ? ", people are affected" : ""}`],
    },
    { label: "Health", value: [score + cap] },
    { label: "Journey", value: [`${formatPercent(journey)} of the way; a proof of concept is the first tenth`] },
    { label: "Open alerts", value: [String(alerts.length)] },
  ];
}

export function stageBars({ stages, overview }: Known): Block {
  return {
    ...{ kind: "bars", label: "Stage" },
    rows: stages.map(({ law, state }) => ({
      label: `${law.number}. ${law.title}`,
      share: overview.stages.find(({ key }) => key === law.key)?.completion ?? null,
      text: inWords(state).toLowerCase(),
    })),
  };
}

export function criteriaTable({ overview }: Known, { base, table, day }: Parts): Block {
  if (overview.criteria.length === 0)
    return {
      kind: "missing",
      text: "No success criterion is agreed.",
      mend: { text: "Add one", href: `${base}/criteria/new` },
    };
  return table(
    "Success criteria",
    ["Criterion", "Kind", "Baseline", "Target", "Guardrail", "Now", "Standing"],
    overview.criteria.map((each) => [
      { text: each.mustHave ? `${each.name} (must-have)` : each.name, href: `${base}/criteria/${each.key}` },
      inWords(each.kind),
      each.baseline === null ? "–" : formatValue(each.baseline, each.unit),
      targetWords(each),
      guardrailWords(each),
      formatValue(each.value, each.unit),
      `${inWords(each.state)}${each.stateSince ? ` since ${day(each.stateSince)}` : ""}`,
    ]),
    "#criteria",
  );
}

/** When a stage was last approved and by whom, from its signatures that count. */
export function stageTable(known: Known, { table, stageName, day }: Parts): Block {
  return table(
    "Stages",
    ["Stage", "State", "Since", { label: "Iteration", number: true }, "Approved by", "Due"],
    known.stages.map(({ law, state, since, iteration, dueOn }) => [
      stageName(law.key),
      inWords(state),
      day(since),
      iteration > 0 ? String(iteration) : "–",
      approvers(known, law.key, day) || "–",
      day(dueOn),
    ]),
    "/stages",
  );
}

function approvers({ signOffs }: Known, key: string, day: Parts["day"]): string {
  const counted = signOffs.filter((s) => s.stageKey === key && s.what === "stage" && s.counts);
  return counted.map(({ by, role, at }) => `${by} (${roleName(role ?? "")}), ${day(at)}`).join("; ");
}

/** A gate with what keeps it closed; a finished or untouched stage in one sentence. */
export function gateBlocks({ law, state, gate }: KnownStage, { base }: Parts): Block[] {
  const name: Words = { text: `${law.number}. ${law.title}`, href: `${base}/stages/${law.key}` };
  if (state === "not_applicable") return [says(name, ": set aside.")];
  if (state === "not_started") return [says(name, ": not started.")];
  const closed = gate.requirements.filter(({ met }) => !met);
  const passed = state === "done" ? "passed" : closed.length === 0 ? "open" : "closed";
  const since = state === "done" && closed.length > 0 ? ", though by today’s facts it would be closed" : "";
  return [
    says(name, `: the gate is ${passed}${since}${closed.length > 0 ? ", because:" : "."}`),
    ...(closed.length > 0
      ? [
          {
            kind: "list" as const,
            items: closed.map(({ label, detail }): Line => [clipped(`${label}. ${detail}`, 400)]),
          },
        ]
      : []),
  ];
}

/** The numbers of the business case, each with how it came about. */
export function valueRows(
  { stages, organisation, project }: Known,
  names: readonly (keyof ReturnType<typeof caseFigures>)[],
): Said[] {
  const document = stages.find(({ law }) => law.key === "business-case")?.document ?? {};
  const figures = caseFigures(document, organisation);
  return names.map((name) => {
    const figure = figures[name];
    const how = { label: figure.label, calculator: figure.calculator, ...(figure.inputs && { inputs: figure.inputs }) };
    return { label: figure.label, value: [moneyText(figure, project.currency)], how };
  });
}

function moneyText(figure: Figure, currency: string): string {
  if (typeof figure.value === "number" && figure.unit === "money") return formatMoney(figure.value, currency);
  return sentenceCase(figureText(figure));
}
