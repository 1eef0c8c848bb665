import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DocumentTree, PROJECT_DOCUMENTS, withoutWays } from "#domain/document.ts";
import { type Access, authorize, sharedAccess } from "#server/access.ts";
import { disconnect } from "#server/db.ts";
import { getDocument, listDocuments } from "#server/documents/documents.ts";
import { writeFacts } from "#server/fact-bulk.ts";
import { addFact } from "#server/fact-changes.ts";
import { closePointsPool } from "#server/points/pool.ts";
import type { FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { call, personalToken } from "../support/api.ts";
import { makeTeam } from "../support/people.ts";

let given: Awaited<ReturnType<typeof makeTeam>>;
let empty: Awaited<ReturnType<typeof makeTeam>>;

const reading = (person: keyof typeof given.people, from = given) =>
  authorize(from.people[person], from.project.slug, "project.read");
const record = async (kind: string, key: string, data: FactData) =>
  addFact(await authorize(given.people.ML, given.project.slug, "fact.record"), factKindOf(kind), { key, data });
const headingsOf = ({ blocks }: DocumentTree) =>
  blocks.flatMap((block) => (block.kind === "heading" && block.level === 2 ? [block.text] : []));

beforeAll(async () => {
  [given, empty] = [await makeTeam(), await makeTeam()];
  const source = { role: "primary", required: false, kind: "table", access: "granted", legal: "cleared" };
  await writeFacts(
    await authorize(given.people.ML, given.project.slug, "fact.record"),
    factKindOf("data-sources"),
    Array.from({ length: 43 }, (_, at) => ({
      key: `source-${at + 1}`,
      data: { ...source, name: `Source ${at + 1}`, personalData: "none", availableAtPredictionTime: true },
    })),
    { origin: "api" },
  );
  await record("datasheets", "sheet", { source: "source-1", uses: "Only *here*." });
  await record("model-versions", "m1", { tag: "m1", standing: "candidate" });
  await record("model-cards", "card", { title: "Card of m1", modelVersion: "m1", details: "Boosted trees" });
  await record("protected-attributes", "age", { name: "Age band", groups: ["18-25", "26+"], source: "collected" });
  await record("group-baselines", "young", {
    attribute: "age",
    group: "18-25",
    populationShare: 0.1,
    sampleShare: 0.1,
    baseRate: 0.77123,
    n: 7,
  });
});
afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

describe("a document about a whole project", () => {
  test.each(PROJECT_DOCUMENTS)(
    "%s of a project without anything says what is missing and becomes every file",
    async (document) => {
      const tree = await getDocument(await reading("VW", empty), { document });
      const text = JSON.stringify(tree.blocks);
      expect(text).toContain("No success criterion is agreed");
      expect(text).toMatch(/Not recorded|is recorded in|No deployments are recorded/);
      expect(tree).toMatchObject({
        project: { slug: empty.project.slug },
        version: expect.stringMatching(/^audit entry \d+$/),
      });
      const token = await personalToken(empty.people.VW);
      const base = `/projects/${empty.project.slug}/documents/${document}`;
      const markdown = await call("GET", `${base}/markdown`, { token });
      expect(markdown).toMatchObject({ status: 200, body: expect.stringContaining(`# ${tree.title}\n`) });
      expect(markdown.headers.get("content-disposition")).toContain(`-${document}.md`);
      const pdf = await call("GET", `${base}/pdf`, { token });
      expect(pdf.headers.get("content-type")).toBe("application/pdf");
      expect(pdf.body).toMatch(/^%PDF-1\.7/);
    },
  );

  test("the report goes from the business case to what comes next", async () => {
    expect(headingsOf(await getDocument(await reading("LD"), { document: "report" }))).toEqual([
      ...["In short", "What it is", "Value", "Success criteria", "Stages", "Gates", "Risks and bias"],
      ...["What is live", "Alerts and incidents", "Retraining", "What comes next"],
    ]);
  });

  test("the technical file has the nine points, what is missing before them, and signatures and evidence after", async () => {
    const headings = headingsOf(await getDocument(await reading("RV"), { document: "technical-file" }));
    expect(headings[0]).toBe("What is missing");
    expect(headings.slice(1).map((text) => text.split(".")[0])).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "7",
      "8",
      "9",
      "10",
      "11",
    ]);
  });

  test("a long table is cut and says how much more the product has", async () => {
    const { blocks } = await getDocument(await reading("LD"), { document: "technical-file" });
    const sources = blocks.find((block) => block.kind === "table" && block.label === "Data sources");
    expect(sources).toMatchObject({
      left: { count: 3, href: `/projects/${given.project.slug}/facts/data-sources` },
    });
    expect(sources?.kind === "table" && sources.rows).toHaveLength(40);
  });

  test("somebody who may only look, and the holder of a link, see no count of a small group", async () => {
    const told = async (access: Access<"project.read">) =>
      JSON.stringify(await getDocument(access, { document: "technical-file" }));
    const shared = await told(sharedAccess(given.project.id, given.project.slug));
    expect(await told(await reading("ML"))).toContain("77.1%");
    for (const text of [await told(await reading("VW")), shared]) {
      expect(text).toContain("18-25");
      expect(text).not.toContain("77.1%");
    }
  });

  test("there is no other document, and none for who is no member", async () => {
    const token = await personalToken(given.people.LD);
    const outside = await personalToken(given.people.outsider);
    const base = `/projects/${given.project.slug}/documents`;
    expect(await call("GET", `${base}/poem/pdf`, { token })).toMatchObject({ status: 404 });
    expect(await call("GET", `${base}/report/pdf`, { token: outside })).toMatchObject({ status: 404 });
  });
});

describe("a card and a sheet", () => {
  test("are listed with the documents about the whole project", async () => {
    const listed = await listDocuments(await reading("VW"));
    expect(listed.map(({ title }) => title)).toEqual([
      ...["Project report", "Technical file", "Overview", "Card of m1", "Datasheet of Source 1"],
    ]);
  });

  test.each([
    ["model-cards", "card", ["Card of m1", "Boosted trees", "Not written yet."]],
    ["datasheets", "sheet", ["Datasheet of Source 1", "Only here.", "Not written yet.", "Cleared"]],
  ])("%s become a PDF with what they say", async (place, key, words) => {
    const token = await personalToken(given.people.VW);
    const { api } = await import("#api/app.ts");
    const answer = await api.fetch(
      new Request(`http://127.0.0.1:3000/api/v1/projects/${given.project.slug}/${place}/${key}/pdf`, {
        headers: { authorization: `Bearer ${token}` },
      }),
    );
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await answer.arrayBuffer())), {
      mergePages: true,
    });
    for (const each of words) expect(text.replaceAll(/\s+/g, " ")).toContain(each);
    expect(await call("GET", `/projects/${given.project.slug}/${place}/nowhere/pdf`, { token })).toMatchObject({
      status: 404,
    });
  });

  test("lose the ways into the product when they are shared", async () => {
    const tree = await getDocument(await reading("ML"), { document: "model-card", key: "card" });
    expect(JSON.stringify(tree)).toContain("/facts/model-cards/card/edit");
    expect(JSON.stringify(withoutWays(tree))).not.toContain("/facts/");
  });
});
