import { randomUUID } from "node:crypto";
import type { Role, Tier } from "#domain/vocabulary.ts";
import { type Api, admin, apiOf } from "./e2e-api.ts";
import { withDatabase } from "./e2e-server.ts";
import { completeDocument } from "./stage-samples.ts";

/* Made over the API as an administrator's script would: people, a project of the test's own, and work in it. */

export type Someone = { id: string; name: string; email: string };
export type Worker = Someone & { token: string; api: Api };

export async function makePerson(name: string): Promise<Someone> {
  const email = `${randomUUID()}@journeys.example.org`;
  const { id } = await admin.post<{ id: string }>("/users", { email, name });
  return { id, name, email };
}

/** A person with a personal token, so that the test can act for them without a browser. */
export async function makeWorker(name: string): Promise<Worker> {
  const person = await makePerson(name);
  const { token } = await admin.post<{ token: string }>(`/users/${person.id}/tokens`, { name: "Journey" });
  return { ...person, token, api: apiOf(token) };
}

type TeamOptions = { tier?: 1 | 2 | 3; affectsPeople?: boolean };
export type Team = Awaited<ReturnType<typeof makeTeam>>;

/** A project with one person in each role. */
export async function makeTeam(title: string, { tier = 1, affectsPeople = false }: TeamOptions = {}) {
  const names = { PM: "Pia Product", ML: "Max Model", LD: "Lea Lead", RV: "Rita Review", VW: "Vic View" } as const;
  const roles = Object.keys(names) as Role[];
  const people = await Promise.all(roles.map(async (role) => [role, await makeWorker(names[role])] as const));
  const { PM, ML, LD, RV, VW } = Object.fromEntries(people) as Record<Role, Worker>;
  const name = `${title} ${randomUUID().slice(0, 6)}`;
  const { slug } = await admin.post<{ slug: string }>("/projects", { name, tier, affectsPeople });
  for (const [role, { id }] of people) await admin.put(`/projects/${slug}/members/${id}`, { roles: [role] });
  return { slug, name, affectsPeople, base: `/projects/${slug}`, PM, ML, LD, RV, VW };
}

/** One of the people of the demo workspace, by name. */
export async function demoPerson(name: string): Promise<Someone> {
  return withDatabase(async (client) => {
    const { rows } = await client.query<Someone>(
      `select id, name, email from "user" where name = $1 and email like '%@demo.throughline.local'`,
      [name],
    );
    if (!rows[0]) throw new Error(`${name} is not in the demo workspace`);
    return rows[0];
  });
}

export type StageAnswer = {
  state: string;
  version: number;
  document: Record<string, unknown>;
  checklist: { key: string; label: string; state: string; required: boolean; kind?: string }[];
  gate: { ready: boolean; requirements: { key: string; label: string; met: boolean; detail: string }[] };
};

export function readStage(team: Team, stage: string): Promise<StageAnswer> {
  return admin.get(`${team.base}/stages/${stage}`);
}

/** Fills everything that the stage's gate asks of the document at that tier, as the people who may. */
export async function fillDocument(team: Team, stage: string, by: Worker = team.LD, tier: Tier = 1): Promise<void> {
  const { version } = await readStage(team, stage);
  const { affectsPeople } = team;
  const document = completeDocument(stage, tier, { affectsPeople, userId: team.PM.id, northStar: "net_loss" });
  await by.api.put(`${team.base}/stages/${stage}`, { version, document: JSON.parse(JSON.stringify(document)) });
}

/** By the hour, breached by two windows past 7.5 and recovered by two within 6.5. */
export function netLoss() {
  return {
    key: "net_loss",
    name: "Net loss",
    kind: "business",
    phase: "production",
    unit: "EUR",
    direction: "lte",
    baseline: 9,
    target: 6.5,
    guardrail: 7.5,
    aggregation: "mean",
    windowSeconds: 3600,
    cadenceSeconds: 3600,
    minSamples: 1,
    breachAfter: 2,
    recoverAfter: 2,
    weight: 3,
    mustHave: true,
    series: { name: "net_loss" },
  };
}

export const HOUR_MS = 3_600_000;

/** Sends one point in each of the hours that end with the one given, oldest first, and waits until they are judged. */
export async function sendHours(api: Api, slug: string, lastHour: number, values: readonly number[]): Promise<string> {
  const points = values.map((value, at) => [lastHour - (values.length - 1 - at) * HOUR_MS + HOUR_MS / 2, value, 50]);
  const answer = await api.post<{ criteria: { key: string; state: string }[] }>(`/projects/${slug}/metrics?wait=20`, {
    series: { name: "net_loss", unit: "EUR" },
    points,
  });
  return answer.criteria.find(({ key }) => key === "net_loss")?.state ?? "unknown";
}
