import { admin, apiOf, eventually } from "../support/e2e-api.ts";
import { answer, panel } from "../support/e2e-pages.ts";
import { HOUR_MS, makeTeam, netLoss, sendHours } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";
import { walkToMonitoring } from "../support/e2e-work.ts";

test("points breach a criterion: alert, flag and chart appear; recovery takes them away", async ({ enter }) => {
  const team = await makeTeam("Thread");
  await team.PM.api.post(`${team.base}/criteria`, netLoss());
  const page = await enter(team.LD);
  const lastHour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
  const row = page.getByRole("row").filter({ hasText: team.name });

  const token = await test.step("the lead makes a service token", async () => {
    await visit(page, `${team.base}/settings`);
    await page.getByRole("button", { name: "Make token" }).click();
    await answer(page, "Name").last().fill("Warehouse pipeline");
    await page.getByRole("dialog").getByRole("button", { name: "Make token" }).click();
    const shown = page.getByRole("dialog").locator("code").first();
    await expect(shown).toHaveText(/^tl_/);
    await expectAccessible(page);
    return (await shown.textContent()) ?? "";
  });
  const pipeline = apiOf(token);

  await test.step("good points let monitoring be signed off, bad ones breach", async () => {
    expect(await sendHours(pipeline, team.slug, lastHour, [5, 5, 5, 5, 5, 5])).toBe("met");
    await walkToMonitoring(team);
    expect(await sendHours(pipeline, team.slug, lastHour, [9, 9, 9])).toBe("breached");
    const monitoring = () => admin.get<{ state: string }>(`${team.base}/stages/monitoring`);
    await eventually(monitoring, ({ state }) => state === "needs_attention");
  });

  await test.step("it stands in the inbox", async () => {
    await visit(page, "/inbox");
    const wrong = panel(page, "Something went wrong").getByRole("listitem").filter({ hasText: team.name });
    await expect(wrong.filter({ hasText: "Net loss" }).first()).toBeVisible();
    await expect(wrong.filter({ hasText: "“Monitoring” needs attention" })).toBeVisible();
  });

  await test.step("on the portfolio and on the project page", async () => {
    await page.goto("/portfolio");
    await expect(row.getByText("Breached")).toBeVisible();
    await expect(row.getByRole("img", { name: "Monitoring: needs attention" })).toBeVisible();
    await visit(page, team.base);
    await expect(panel(page, "Success criteria").getByRole("row", { name: /Net loss/ })).toContainText("Breached");
    await expect(page.getByRole("link", { name: /^Needs attention: Monitoring/ })).toBeVisible();
  });

  await test.step("and in the chart, with its table and file", async () => {
    await page.goto(`${team.base}/monitoring?range=24h`);
    await expect(page.getByRole("heading", { name: "Net loss" })).toBeVisible();
    await expect(page.getByText("1 of 3 criteria breached")).toBeVisible();
    await expect(page.getByText(/^breached for/)).toBeVisible();
    await expectAccessible(page);
    const csv = await page.request.get(`${team.base}/monitoring/csv?criterion=net_loss&range=24h`);
    expect((await csv.text()).split("\n").filter((line) => line.includes("breached")).length).toBeGreaterThan(0);
  });

  await test.step("the flagged stage says why", async () => {
    await visit(page, `${team.base}/stages/monitoring`);
    await expect(page.getByText("This stage was done and has been flagged.").first()).toBeVisible();
    await expect(page.getByText(/business criterion “Net loss” is breached/).first()).toBeVisible();
  });

  await test.step("somebody takes it", async () => {
    await visit(page, "/alerts");
    const alert = page.getByRole("listitem").filter({ hasText: team.name });
    await alert.getByRole("button", { name: "Acknowledge" }).click();
    await expect(page.getByText("Acknowledged. The alert stays open until it recovers.")).toBeVisible();
    await expect(alert.getByRole("button", { name: "Acknowledge" })).toHaveCount(0);
  });

  await test.step("the corrected points end it", async () => {
    expect(await sendHours(pipeline, team.slug, lastHour, [5, 5, 5])).toBe("met");
    const live = () => admin.get<{ items: unknown[] }>(`${team.base}/alerts?state=live`);
    await eventually(live, ({ items }) => items.length === 0);
    await page.goto("/portfolio");
    await expect(row.getByText("Met", { exact: true })).toBeVisible();
    await page.goto("/alerts?show=resolved");
    await expect(page.getByRole("listitem").filter({ hasText: team.name }).first()).toBeVisible();
  });
});
