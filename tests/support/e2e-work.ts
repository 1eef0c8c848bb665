import { stageOf } from "#stages/registry.ts";
import { fillDocument, netLoss, readStage, type Team } from "./e2e-people.ts";

/* Work that a journey needs done before it begins, by the people who would do it. */

/** The business case at tier 1, complete, signed by the product manager where it asks, and submitted. */
export async function submitBusinessCase(team: Team): Promise<void> {
  await fillDocument(team, "business-case", team.PM);
  await sign(team, "business-case", "1.1");
  await move(team, "business-case", "submit");
}

/** Through the gates of stages 1 to 9 of a project that concerns no people, so that the bias stages can be set aside. */
export async function walkToMonitoring(team: Team): Promise<void> {
  for (const [key, kind] of [
    ["recall", "model"],
    ["uptime", "operational"],
  ] as const)
    await team.LD.api.post(`${team.base}/criteria`, { ...CRITERION, key, name: key, kind, series: { name: key } });
  const setAside = { verb: "set-aside", reason: "Parcels only, no people." };
  for (const stage of ["data-bias", "solution-bias"])
    for (const { api } of [team.LD, team.RV]) await api.post(`${team.base}/stages/${stage}/transitions`, setAside);
  const stages = ["business-case", "success-criteria", "data-selection", "data-pipeline", "model", "integration"];
  for (const stage of [...stages, "monitoring"]) await walkThrough(team, stage);
}

/** Through the gates of stages 1 to 4 of a project that affects people. */
export async function walkToBiasPlan(team: Team): Promise<void> {
  await team.LD.api.post(`${team.base}/criteria`, netLoss());
  for (const [key, kind] of [
    ["recall", "model"],
    ["uptime", "operational"],
    ["gap", "fairness"],
  ] as const)
    await team.LD.api.post(`${team.base}/criteria`, { ...CRITERION, key, name: key, kind, series: { name: key } });
  for (const stage of ["business-case", "success-criteria", "data-selection"]) await walkThrough(team, stage);
  await fillDocument(team, "data-bias");
  await tickAll(team, "data-bias", "RV");
  await move(team, "data-bias", "submit", "ML");
  await move(team, "data-bias", "approve", "RV");
}

async function walkThrough(team: Team, stage: string): Promise<void> {
  await fillDocument(team, stage);
  await tickAll(team, stage);
  await move(team, stage, "submit", stageOf(stage).owner === "PM" ? "PM" : "ML");
  await move(team, stage, "approve", "LD");
}

/** Wishes, not must-haves: agreed so that stage 2 has one of each kind, and never measured. */
const CRITERION = { direction: "gte", baseline: 0.5, target: 0.8, guardrail: 0.7, mustHave: false };

type Acting = "PM" | "ML" | "LD" | "RV";

export async function move(team: Team, stage: string, verb: string, as: Acting = "PM"): Promise<void> {
  await team[as].api.post(`${team.base}/stages/${stage}/transitions`, { verb });
}

export async function sign(team: Team, stage: string, item: string, as: Acting = "PM"): Promise<void> {
  await team[as].api.put(`${team.base}/stages/${stage}/checklist/${item}`, {
    state: "done",
    evidence: { kind: "signoff" },
  });
}

/** Ticks every item that is required and not yet met, with the evidence that its kind asks for. */
export async function tickAll(team: Team, stage: string, as: Acting = "LD"): Promise<void> {
  for (const { key, required, kind, state } of (await readStage(team, stage)).checklist) {
    if (!required || state === "done" || kind === "rule") continue;
    await team[as].api.put(`${team.base}/stages/${stage}/checklist/${key}`, { state: "done", evidence: proofOf(kind) });
  }
}

function proofOf(kind: string | undefined) {
  if (kind === "metric") return { kind, value: 0.9, unit: "fraction" };
  if (kind === "run") return { kind, status: "passed", label: "Rehearsal" };
  if (kind === "signoff") return { kind };
  return { kind: "link", url: "https://wiki.example.org/proof" };
}
