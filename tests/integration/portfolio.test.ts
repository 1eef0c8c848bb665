import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "#server/access.ts";
import { authorize, authorizeOrg, portfolioOf } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { disconnect } from "#server/db.ts";
import { listPortfolio, listPortfolioOwners, type PortfolioQuery, portfolioFigures, SORTS } from "#server/portfolio.ts";
import { archiveProject, createProject, deleteProject } from "#server/projects.ts";
import { saveStage } from "#server/stages.ts";
import { addMember, makePerson, type TestPerson } from "../support/people.ts";
import { move, working } from "../support/project.ts";

afterAll(disconnect);

const NAMES = [
  "alpha",
  "Beta",
  "βήτα",
  "Zoë",
  "zoë",
  "éclair",
  "Éclair",
  "10%",
  "100 of_them",
  "日本",
  "İz",
  "a b",
  "same",
  "same",
  "same",
];
const VALUE = {
  upfrontCost: 0,
  buildCost: 10,
  buildMonths: 1,
  rampMonths: 0,
  horizonMonths: 36,
  successProbability: 1,
  runCostMonthly: 0,
};

let lead: TestPerson;
let guest: TestPerson;
let ids: string[] = [];

/** Fifteen projects, many equal in what they are sorted by; the guest is in three of them, one is archived, one deleted. */
beforeAll(async () => {
  [lead, guest] = [await makePerson("Lea Lead"), await makePerson("Gus Guest")];
  const made = [];
  for (const [i, name] of NAMES.entries()) {
    const start = new Date(Date.UTC(2026, 0, 1 + (i % 4)));
    made.push(
      await at(start, async () => {
        const input = { name, tier: i % 2 ? (2 as const) : (1 as const), currency: i % 3 ? "EUR" : "USD" };
        const project = await createProject(authorizeOrg(lead, "project.create"), input);
        const document = { ...VALUE, ...(i % 2 ? { benefitMonthly: 100 + (i % 5) } : {}) };
        if (i % 3) await saveStage(await working(lead, project.slug), "business-case", { version: 0, document });
        return project;
      }),
    );
  }
  for (const i of [1, 4, 7]) await addMember(made[i]?.slug ?? "", lead, guest, ["VW"]);
  ids = made.map(({ id }) => id);
  await archiveProject(await authorize(lead, made[9]?.slug ?? "", "project.archive"), "archive");
  await deleteProject(await authorize(lead, made[10]?.slug ?? "", "project.delete"), "delete");
});

describe("who sees what", () => {
  test("members their projects, administrators all, strangers none", async () => {
    const admin = await makePerson("Ada Admin", { isAdmin: true });
    const count = async (actor: Actor) => (await listPortfolio(portfolioOf(actor))).items.length;
    expect([await count(lead), await count(guest), await count(await makePerson()), await count(admin)]).toEqual([
      13, 3, 0, 13,
    ]);
  });

  test("a project's service its project, the administrator's service all", async () => {
    const service = { kind: "service", tokenId: "t", name: "Script", scopes: ["read"] } as const;
    const one = await listPortfolio(portfolioOf({ ...service, projectId: ids[0] ?? "", admin: false }));
    expect(one.items.map(({ projectId }) => projectId)).toEqual([ids[0]]);
    expect((await listPortfolio(portfolioOf({ ...service, projectId: null, admin: true }))).items).toHaveLength(13);
  });

  test("the figures and the owners follow it", async () => {
    expect(await portfolioFigures(portfolioOf(guest))).toMatchObject({
      projects: 3,
      live: 0,
      openAlerts: 0,
      waiting: 0,
    });
    expect(await listPortfolioOwners(portfolioOf(guest))).toEqual([{ id: lead.userId, name: "Lea Lead" }]);
    expect(await listPortfolioOwners(portfolioOf(await makePerson()))).toEqual([]);
    expect(await portfolioFigures(portfolioOf(await makePerson()))).toEqual({
      ...{
        projects: 0,
        live: 0,
        openAlerts: 0,
        waiting: 0,
        criteriaMetShare: null,
        annualValue: [],
        medianDaysToLive: null,
      },
    });
  });
});

describe("filters", () => {
  test.each<[string, PortfolioQuery, number]>([
    ["archived", { show: "archived" }, 1],
    ["deleted", { show: "deleted" }, 1],
    ["words, whatever their case", { q: "SAME" }, 3],
    ["words in the address", { q: "same-2" }, 1],
    ["a percent sign is a percent sign", { q: "%" }, 1],
    ["an underscore is an underscore", { q: "_" }, 1],
    ["a backslash finds nothing", { q: "\\" }, 0],
    ["a quote finds nothing", { q: "' or 1=1 --" }, 0],
    ["the tier", { tier: 2 }, 6],
    ["the stage", { stage: "business-case" }, 13],
    ["another stage", { stage: "model" }, 0],
    ["a state", { state: "in_progress" }, 9],
    ["a state that nothing has", { state: "blocked" }, 0],
    ["an owner", { owner: "0190c4de-7a10-7000-8000-000000000001" }, 0],
    ["an owner that is no id", { owner: "me" }, 0],
    ["a NUL finds what nothing finds", { q: "\0alpha" }, 1],
  ])("by %s", async (_, query, count) => {
    const { items } = await listPortfolio(portfolioOf(lead), query);
    expect(items).toHaveLength(count);
  });

  test("by health", async () => {
    const { items } = await listPortfolio(portfolioOf(lead));
    const bands = Map.groupBy(items, ({ healthBand }) => healthBand);
    for (const [health, rows] of bands)
      expect((await listPortfolio(portfolioOf(lead), { health })).items).toHaveLength(rows.length);
  });

  test("meet each other", async () => {
    const { items } = await listPortfolio(portfolioOf(lead), { q: "same", tier: 1, owner: lead.userId });
    expect(items.map(({ tier }) => tier)).toEqual([1, 1]);
  });
});

describe("pages", () => {
  test.each(SORTS)(
    "by %s visit every project once, whatever their size, in the order of one long page",
    async (sort) => {
      const view = portfolioOf(lead);
      const whole = (await listPortfolio(view, { sort, limit: 100 })).items.map(({ projectId }) => projectId);
      expect(whole).toHaveLength(13);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 14 }), async (limit) => {
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await listPortfolio(view, { sort, limit, ...(cursor ? { cursor } : {}) });
            seen.push(...page.items.map(({ projectId }) => projectId));
            expect(page.items.length).toBeLessThanOrEqual(limit);
            cursor = page.nextCursor ?? undefined;
          } while (cursor && seen.length < 50);
          expect(seen).toEqual(whole);
        }),
        { numRuns: 4, examples: [[1], [13]] },
      );
    },
  );

  test.each<[string, (a: Row, b: Row) => boolean]>([
    ["health", (a, b) => a.rank <= b.rank],
    ["value", (a, b) => (a.annualValue ?? Number.NEGATIVE_INFINITY) >= (b.annualValue ?? Number.NEGATIVE_INFINITY)],
    ["since", (a, b) => a.stageSince <= b.stageSince],
    ["journey", (a, b) => a.journey >= b.journey],
    ["updated", (a, b) => a.updatedAt >= b.updatedAt],
  ])("by %s are in that order", async (sort, inOrder) => {
    const found = SORTS.find((each) => each === sort);
    const { items } = await listPortfolio(portfolioOf(lead), { ...(found ? { sort: found } : {}) });
    for (const [i, row] of items.slice(1).entries()) expect(inOrder(items[i] ?? row, row), row.name).toBe(true);
  });

  test("refuse a cursor that no list gave, with every sort", async () => {
    const made = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    const wrong = [
      "nonsense",
      "",
      "{}",
      made({}),
      made(["x"]),
      made(["x", "not-an-id"]),
      made([1, 2]),
      made(["NaN", "x"]),
    ];
    for (const sort of SORTS)
      for (const cursor of wrong.filter(Boolean))
        await expect(listPortfolio(portfolioOf(lead), { sort, cursor }), `${sort} ${cursor}`).rejects.toMatchObject({
          code: "INVALID",
        });
  });

  test("leave nobody in who is not theirs, even with another's cursor", async () => {
    const { nextCursor } = await listPortfolio(portfolioOf(lead), { sort: "name", limit: 1 });
    const { items } = await listPortfolio(portfolioOf(guest), { sort: "name", cursor: nextCursor ?? "" });
    expect(items.length).toBeLessThanOrEqual(3);
  });
});

describe("figures", () => {
  test("sum money by currency, and count what waits", async () => {
    const person = await makePerson("Fia Figures");
    const input = (currency: string) => ({ name: `In ${currency}`, currency });
    for (const currency of ["EUR", "EUR", "USD"]) {
      const project = await createProject(authorizeOrg(person, "project.create"), input(currency));
      const access = await working(person, project.slug);
      await saveStage(access, "business-case", { version: 0, document: { ...VALUE, benefitMonthly: 100 } });
    }
    const figures = await portfolioFigures(portfolioOf(person));
    expect(figures).toMatchObject({ projects: 3, live: 0, waiting: 0, medianDaysToLive: null });
    expect(figures.annualValue.map(({ currency }) => currency)).toEqual(["EUR", "USD"]);
    expect(figures.annualValue[0]?.amount).toBeCloseTo(2 * (figures.annualValue[1]?.amount ?? 0), 6);
  });

  test("a stage that is blocked shows as where attention belongs", async () => {
    const person = await makePerson();
    const project = await createProject(authorizeOrg(person, "project.create"), { name: "Stuck" });
    const access = await working(person, project.slug);
    await move(access, "business-case", "start");
    await move(access, "success-criteria", "start");
    await move(access, "success-criteria", "block", { reason: "r", blockedBy: "b", expectedUntil: "2027-01-01" });
    const { items } = await listPortfolio(portfolioOf(person));
    expect(items).toMatchObject([
      { stageKey: "success-criteria", states: ["in_progress", "blocked", ...Array(8).fill("not_started")] },
    ]);
  });
});

type Row = Awaited<ReturnType<typeof listPortfolio>>["items"][number];
