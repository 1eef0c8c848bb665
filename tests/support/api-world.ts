/* One project with everything in it, everybody who could ask for something, and for each route a request that would work. */
import { randomUUID } from "node:crypto";
import type { ServiceScope } from "#domain/token-scopes.ts";
import type { Role } from "#domain/vocabulary.ts";
import { type Access, authorize, authorizeOrg } from "#server/access.ts";
import { annotate } from "#server/annotations.ts";
import { addChannel, testChannel } from "#server/channels.ts";
import { setItem } from "#server/checklists.ts";
import { addComment } from "#server/comments.ts";
import { addCriterion } from "#server/criterion-changes.ts";
import { db } from "#server/db.ts";
import { addFact } from "#server/fact-changes.ts";
import { storeFile } from "#server/files.ts";
import { receive } from "#server/inbound.ts";
import { createShare } from "#server/share-links.ts";
import { disableUser } from "#server/users.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { cloudEvents } from "#wire/cloudevents/reader.ts";
import { dataSelectionFacts } from "../../prisma/demo/facts/data-selection.ts";
import { ADMIN_TOKEN, personalToken, serviceToken } from "./api.ts";
import { hoursAgo, recall, send, settle } from "./metrics.ts";
import { addMember, makePerson, makeTeam, type TestPerson } from "./people.ts";
import { bring, exportAndBringBack } from "./transfers.ts";

export type Principal = { name: string; token?: string } & (
  | { is: "nobody" }
  | { is: "person"; roles: readonly Role[]; member: boolean; admin?: boolean; scopes?: readonly ServiceScope[] }
  | { is: "service"; scopes: readonly ServiceScope[]; here: boolean }
  | { is: "administrator" }
);

export type World = Awaited<ReturnType<typeof makeWorld>>;

export async function makeWorld() {
  const here = await makeFilledProject();
  const other = await makeFilledProject();
  const boss = await makePerson("Bo Boss", { isAdmin: true });
  return { here, other, principals: await principalsOf(here, other, boss) };
}

type Filled = Awaited<ReturnType<typeof makeFilledProject>>;

async function makeFilledProject() {
  const { project, people } = await makeTeam();
  const spare = await makePerson("Sam Spare");
  await addMember(project.slug, people.LD, spare, ["VW"]);
  const access = await allOf(people, project.slug);
  await addFact(access.ML, factKindOf("data-sources"), {
    key: "matrix-source",
    data: dataSelectionFacts({ tier: 2, affectsPeople: false, at: new Date() })[0]?.data ?? {},
  });
  await addFact(access.ML, factKindOf("data-sources"), {
    key: "described-source",
    data: dataSelectionFacts({ tier: 2, affectsPeople: false, at: new Date() })[0]?.data ?? {},
  });
  await addFact(access.ML, factKindOf("datasheets"), {
    key: "matrix-sheet",
    data: { source: "described-source", uses: "This project and monthly reporting." },
  });
  await addFact(access.ML, factKindOf("model-versions"), {
    key: "matrix-version",
    data: { tag: "v1", standing: "candidate" },
  });
  await addFact(access.ML, factKindOf("model-cards"), {
    key: "matrix-card",
    data: { title: "Card", modelVersion: "matrix-version" },
  });
  await addFact(access.ML, factKindOf("retrain-triggers"), {
    key: "matrix-trigger",
    data: { name: "By hand", kind: "manual", enabled: true },
  });
  await addCriterion(access.ML, recall({ breachAfter: 1, windowSeconds: 3600 }));
  await send(access.ML, [[hoursAgo(2) + 1000, 0.1]]);
  await settle();
  const alert = await db.alert.findFirstOrThrow({ where: { projectId: project.id } });
  const series = await db.series.findFirstOrThrow({ where: { projectId: project.id } });
  const comment = await addComment(access.PM, "business-case", { body: "Is it so?" });
  const annotation = await annotate(access.PM, { text: "Black Friday" });
  const file = await storeFile(access.PM, "notes.txt", Buffer.from("plain words"));
  await serviceToken(people.LD, project.slug, ["read"]);
  const token = await db.apiToken.findFirstOrThrow({ where: { projectId: project.id } });
  await setItem(access.PM, "business-case", LINK_ITEM, {
    state: "done",
    evidence: { kind: "link", url: "https://example.org/proof" },
  });
  const share = await createShare(await authorize(people.LD, project.slug, "project.share"), {
    ...{ document: "overview", audience: "Auditors", expiresAt: new Date(Date.now() + 86_400_000).toISOString() },
  });
  const arrived = { specversion: "1.0", id: project.slug, source: "matrix", type: "lunch" };
  const bytes = Buffer.from(JSON.stringify(arrived));
  const inbound = await receive(access.ML, cloudEvents, { payload: arrived, bytes });
  const manage = await authorize(people.LD, project.slug, "channel.manage");
  const hook = {
    kind: "webhook",
    name: "Matrix",
    address: "https://example.org/hook",
    types: ["alert.opened"],
  } as const;
  const channel = await addChannel(manage, { ...hook, types: [...hook.types] });
  const { delivery } = await testChannel(manage, channel.id);
  const moved = await exportAndBringBack(people.LD, project.slug);
  const spareImport = await bring(people.LD, moved.content);
  const evidence = await db.evidence.findFirstOrThrow({ where: { projectId: project.id } });
  return {
    slug: project.slug,
    people: { ...people, spare },
    exported: moved.content,
    ids: {
      alert: alert.id,
      series: String(series.id),
      comment: comment.id,
      annotation: annotation.id,
      file: file.id,
      token: token.id,
      evidence: evidence.id,
      inbound: inbound.id,
      share: share.id,
      export: moved.export,
      import: moved.import,
      spareImport,
      channel: channel.id,
      delivery,
    },
  };
}

/** An item of stage 1 that a link proves. */
export const LINK_ITEM = "1.8";

type Needed = "fact.record" | "criterion.edit" | "metrics.write" | "stage.comment" | "annotate" | "evidence.add";

async function allOf(people: { ML: TestPerson; PM: TestPerson }, slug: string) {
  const may = (person: TestPerson): Promise<Access<Needed>> =>
    authorize(
      person,
      slug,
      "fact.record",
      "criterion.edit",
      "metrics.write",
      "stage.comment",
      "annotate",
      "evidence.add",
    );
  return { ML: await may(people.ML), PM: await may(people.PM) };
}

async function principalsOf(here: Filled, other: Filled, boss: TestPerson): Promise<Principal[]> {
  const { people, slug } = here;
  const gone = await makePerson("Gil Gone");
  await addMember(slug, people.LD, gone, ["LD"]);
  const goneToken = await personalToken(gone);
  await disableUser(authorizeOrg(boss, "org.manage"), gone.userId);
  const member = async (name: string, person: TestPerson, roles: Role[], scopes?: ServiceScope[]) =>
    ({ name, is: "person", roles, member: true, scopes, token: await personalToken(person, scopes) }) as const;
  const service = async (name: string, scopes: ServiceScope[]) =>
    ({ name, is: "service", scopes, here: true, token: await serviceToken(people.LD, slug, scopes) }) as const;
  const elsewhere = await serviceToken(other.people.LD, other.slug, ["read", "write", "ingest"]);
  return [
    { name: "no token", is: "nobody" },
    { name: "wrong token", is: "nobody", token: `tl_${randomUUID()}` },
    { name: "disabled lead", is: "nobody", token: goneToken },
    { name: "stranger", is: "person", roles: [], member: false, token: await personalToken(people.outsider) },
    { name: "lead elsewhere", is: "person", roles: [], member: false, token: await personalToken(other.people.LD) },
    { name: "service elsewhere", is: "service", scopes: ["read", "write", "ingest"], here: false, token: elsewhere },
    await member("viewer", people.VW, ["VW"]),
    await member("reviewer", people.RV, ["RV"]),
    await member("lead, reading token", people.LD, ["LD", "PM"], ["read"]),
    await member("lead, ingest token", people.LD, ["LD", "PM"], ["ingest"]),
    await service("service: read", ["read"]),
    await service("service: ingest", ["ingest"]),
    await service("service: write", ["write"]),
    await member("product manager", people.PM, ["PM"]),
    await member("ML engineer", people.ML, ["ML"]),
    await member("lead", people.LD, ["LD", "PM"]),
    {
      name: "org administrator",
      is: "person",
      roles: [],
      member: false,
      admin: true,
      token: await personalToken(boss),
    },
    { name: "service account", is: "administrator", token: ADMIN_TOKEN },
  ];
}
