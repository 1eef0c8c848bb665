import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { at, now } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { addFact, removeFact } from "#server/fact-changes.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { archiveProject, deleteProject } from "#server/projects.ts";
import {
  createShare,
  getSharedDocument,
  listShares,
  newShareSchema,
  openShare,
  revokeShare,
} from "#server/share-links.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { call, personalToken, serviceToken } from "../support/api.ts";
import { auditOf, makeTeam } from "../support/people.ts";

type Given = Awaited<ReturnType<typeof makeTeam>>;
let given: Given;
let other: Given;

const inDays = (days: number) => new Date(now().getTime() + days * 86_400_000);
const sharing = (person: keyof Given["people"] = "LD", from = given) =>
  authorize(from.people[person], from.project.slug, "project.share");
const wanted = (also: object = {}) =>
  newShareSchema.parse({ document: "report", audience: "Auditors", expiresAt: inDays(30).toISOString(), ...also });
const tokenIn = ({ url }: { url: string }) => url.split("/share/")[1] ?? "";
const make = async (also: object = {}, from = given) => createShare(await sharing("LD", from), wanted(also));
/** Each look from an address of its own, so that looks of other tests do not count. */
const open = (token: string, address: string = randomUUID()) => openShare(token, address);

beforeAll(async () => {
  [given, other] = [await makeTeam(), await makeTeam()];
});
afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

describe("making a read-only link", () => {
  test("tells its address once, keeps only a hash, and writes the audit row", async () => {
    const made = await createShare(await sharing("PM"), wanted({ audience: "Steering committee" }));
    const token = tokenIn(made);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const row = await db.shareLink.findUniqueOrThrow({ where: { id: made.id } });
    expect(row).toMatchObject({
      hash: createHash("sha256").update(token).digest("hex"),
      createdByName: "Pia Product",
      openedCount: 0,
    });
    const [note] = await auditOf({ action: "share.create", subjectId: made.id });
    expect(note).toMatchObject({ subject: "Project report for Steering committee", actorId: given.people.PM.userId });
    expect(JSON.stringify([row, note, await listShares(await sharing())])).not.toContain(token);
  });

  test.each([
    ["an end that is past", { expiresAt: "2020-01-01T00:00:00Z" }, "The end must lie ahead."],
    ["an end more than a year ahead", { expiresAt: inDays(400).toISOString() }, "At most one year ahead."],
    ["a card that is not there", { document: "model-card", key: "nowhere" }, "There is no model card"],
    ["a datasheet without its key", { document: "datasheet" }, "There is no such datasheet."],
  ])("refuses %s", async (_, also, message) => {
    await expect(make(also)).rejects.toMatchObject({ code: "INVALID", message: expect.stringContaining(message) });
  });

  test.each([
    ["no end", { expiresAt: undefined }],
    ["no word for whom", { audience: " " }],
    ["another document", { document: "audit" }],
    ["a part that nobody asked for", { token: "mine" }],
  ])("cannot be asked for with %s", (_, also) => {
    expect(newShareSchema.safeParse({ ...wanted(), ...also }).success).toBe(false);
  });

  test("refuses a project in the archive", async () => {
    const resting = await makeTeam();
    await archiveProject(await authorize(resting.people.LD, resting.project.slug, "project.archive"), "archive");
    await expect(make({}, resting)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("is for product managers and leads, never for a machine, and hidden from outsiders", async () => {
    for (const person of ["ML", "RV", "VW"] as const)
      await expect(sharing(person)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(sharing("outsider")).rejects.toMatchObject({ code: "NOT_FOUND" });
    const robot = await serviceToken(given.people.LD, given.project.slug, ["read", "write"]);
    const body = { document: "report", audience: "Auditors", expiresAt: inDays(3).toISOString() };
    expect(await call("POST", `/projects/${given.project.slug}/shares`, { token: robot, body })).toMatchObject({
      status: 403,
    });
  });
});

describe("opening a read-only link", () => {
  test("shows the document as a viewer sees it, without ways into the product, and is counted, not audited", async () => {
    const made = await make();
    const before = await db.auditEvent.count({ where: { projectId: given.project.id } });
    const opened = await open(tokenIn(made));
    expect(opened?.access.roles).toEqual(["VW"]);
    const tree = opened && (await getSharedDocument(opened));
    expect(tree).toMatchObject({ title: "Project report", href: null });
    expect(JSON.stringify(tree)).not.toMatch(/"href":"\//);
    await open(tokenIn(made));
    const row = (await listShares(await sharing())).find(({ id }) => id === made.id);
    expect(row).toMatchObject({ openedCount: 2, lastOpenedAt: expect.any(Date), state: "open" });
    expect(await db.auditEvent.count({ where: { projectId: given.project.id } })).toBe(before);
  });

  test("shows nothing for an address that nobody made", async () => {
    const { url } = await make();
    const token = tokenIn({ url });
    for (const guess of ["", "short", `${token}x`, `${token.slice(0, 42)}!`, "a".repeat(43), token.toLowerCase()])
      expect(await open(guess)).toBeNull();
  });

  test("shows nothing from the moment it ends", async () => {
    const made = await make({ expiresAt: inDays(2).toISOString() });
    expect(await at(inDays(1.99), () => open(tokenIn(made)))).not.toBeNull();
    expect(await at(inDays(2.01), () => open(tokenIn(made)))).toBeNull();
    const listed = await at(inDays(2.01), async () => listShares(await sharing()));
    expect(listed.find(({ id }) => id === made.id)).toMatchObject({ state: "ended" });
  });

  test("shows nothing while the project is in the archive, and nothing once it is deleted", async () => {
    const resting = await makeTeam();
    const token = tokenIn(await make({ document: "overview" }, resting));
    const archive = () => authorize(resting.people.LD, resting.project.slug, "project.archive");
    await archiveProject(await archive(), "archive");
    expect(await open(token)).toBeNull();
    await archiveProject(await archive(), "unarchive");
    expect(await open(token)).not.toBeNull();
    await deleteProject(await authorize(resting.people.LD, resting.project.slug, "project.delete"), "delete");
    expect(await open(token)).toBeNull();
  });

  test("shows nothing where the card is gone", async () => {
    const recording = await authorize(given.people.ML, given.project.slug, "fact.record");
    await addFact(recording, factKindOf("model-versions"), { key: "m1", data: { tag: "m1", standing: "candidate" } });
    await addFact(recording, factKindOf("model-cards"), { key: "c1", data: { title: "Card", modelVersion: "m1" } });
    const made = await make({ document: "model-card", key: "c1" });
    const opened = await open(tokenIn(made));
    if (!opened) throw new Error("the link shows nothing");
    expect(await getSharedDocument(opened)).toMatchObject({ title: "Card" });
    await removeFact(recording, factKindOf("model-cards"), "c1");
    expect(await getSharedDocument(opened)).toBeNull();
  });

  test("opens thirty times a minute, however many look", async () => {
    const token = tokenIn(await make({ document: "overview" }));
    for (let look = 0; look < 30; look++) expect(await open(token)).not.toBeNull();
    expect(await open(token)).toBeNull();
    expect(await at(inDays(0.01), () => open(token))).not.toBeNull();
  });

  test("answers nobody who asks too often, whether right or wrong", async () => {
    const token = tokenIn(await make());
    const address = randomUUID();
    for (let ask = 0; ask < 300; ask++) await open("b".repeat(43), address);
    expect(await open(token, address)).toBeNull();
    expect(await open(token)).not.toBeNull();
  });
});

describe("revoking a read-only link", () => {
  test("closes it at once and writes the audit row; again changes nothing", async () => {
    const made = await make();
    const revoked = await revokeShare(await sharing("PM"), made.id);
    expect(revoked).toMatchObject({ state: "revoked", revokedByName: "Pia Product" });
    expect(await open(tokenIn(made))).toBeNull();
    await revokeShare(await sharing(), made.id);
    expect(await auditOf({ action: "share.revoke", subjectId: made.id })).toHaveLength(1);
  });

  test("finds links of its own project only", async () => {
    const theirs = await make({}, other);
    for (const id of [theirs.id, randomUUID(), "not-an-id"])
      await expect(revokeShare(await sharing(), id)).rejects.toMatchObject({
        code: "NOT_FOUND",
        message: "There is no such link.",
      });
    expect(await open(tokenIn(theirs))).not.toBeNull();
  });

  test("by the API answers 204, and the list tells who revoked it and when", async () => {
    const token = await personalToken(given.people.LD);
    const base = `/projects/${given.project.slug}/shares`;
    const body = { document: "technical-file", audience: "Notified body", expiresAt: inDays(300).toISOString() };
    const made = await call("POST", base, { token, body });
    expect(made).toMatchObject({ status: 201, body: { state: "open", url: expect.stringContaining("/share/") } });
    expect(await call("DELETE", `${base}/${made.body.id}`, { token })).toMatchObject({ status: 204 });
    const { body: list } = await call("GET", base, { token });
    const row = list.items.find(({ id }: { id: string }) => id === made.body.id);
    expect(row).toMatchObject({ state: "revoked", revokedByName: "Lea Lead", audience: "Notified body" });
    expect(row).not.toHaveProperty("url");
  });
});
