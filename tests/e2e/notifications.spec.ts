import { Webhook } from "standardwebhooks";
import { makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";
import { move, submitBusinessCase } from "../support/e2e-work.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

let receiver: Receiver;
test.beforeEach(async () => {
  receiver = await startReceiver();
});
test.afterEach(() => receiver.close());

/** What came of this kind, with the secret's word that it is ours. */
function arrived(type: string, secret: string) {
  const of = receiver.received.filter(({ body }) => JSON.parse(body).type === `throughline.${type}`);
  for (const { body, headers } of of) new Webhook(secret).verify(body, headers as Record<string, string>);
  return of;
}

test("the lead adds a webhook, sees what it was told, and sends again what failed", async ({ enter }) => {
  const team = await makeTeam("Notifications");
  const page = await enter(team.LD);
  await visit(page, `${team.base}/settings`);
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Notifications" }).click();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Add webhook" }).click();
  await page.getByRole("textbox", { name: "Address" }).fill("hooks");
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByText("The address must begin with https:// or http://.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Address" }).fill(`${receiver.url}/throughline`);
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByText("Copy the secret now")).toBeVisible();
  const secret = ((await page.locator("code").textContent()) ?? "").trim();
  await page.getByRole("link", { name: "I have copied it" }).click();
  await expect(page.getByText("Nothing was told here yet")).toBeVisible();

  await submitBusinessCase(team);
  await expect.poll(() => arrived("stage.submitted", secret).length).toBe(1);
  await page.reload();
  await expect(page.getByText(secret)).toHaveCount(0);
  const submitted = page.getByRole("row").filter({ hasText: "Pia Product submitted “Business case”" });
  await expect(submitted.getByText("Delivered")).toBeVisible();
  await expectAccessible(page);

  receiver.answers = { status: 500 };
  await move(team, "business-case", "approve", "LD");
  await expect.poll(() => arrived("stage.approved", secret).length).toBeGreaterThan(0);
  const approved = page.getByRole("row").filter({ hasText: "Lea Lead approved “Business case”" });
  await expect(async () => {
    await page.reload();
    await expect(approved.getByText("Answered 500.")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText("Nothing comes through at the moment")).toBeVisible();

  receiver.answers = { status: 200 };
  const before = arrived("stage.approved", secret).length;
  await approved.getByRole("button", { name: /^Send again/ }).click();
  await expect.poll(() => arrived("stage.approved", secret).length).toBeGreaterThan(before);
  await expect(async () => {
    await page.reload();
    await expect(approved.getByText("Delivered")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  expect(new Set(arrived("stage.approved", secret).map(({ headers }) => headers["webhook-id"])).size).toBe(1);

  await approved.getByRole("link").click();
  const attempts = page.getByRole("table").getByRole("row");
  await expect(attempts.filter({ hasText: "500" }).first()).toBeVisible();
  await expect(attempts.filter({ hasText: "200" }).first()).toBeVisible();
  await expectAccessible(page);
});

test("a person chooses what comes to their own Slack, tries it, and ends it", async ({ enter }) => {
  const team = await makeTeam("Own notifications");
  const page = await enter(team.RV);
  await visit(page, "/profile");
  await page.getByRole("link", { name: "Notifications" }).click();
  await page.getByRole("link", { name: "Add Slack" }).first().click();
  await page.getByRole("textbox", { name: /Address/ }).fill(`${receiver.url}/own`);
  await page.getByRole("checkbox", { name: "Be quiet every day for some hours" }).check();
  await page.getByLabel("From", { exact: true }).fill("21:30");
  await page.getByRole("checkbox", { name: team.name }).check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByText("quiet from 21:30 to 07:00")).toBeVisible();
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect
    .poll(() => receiver.received.map(({ body }) => JSON.parse(body).text as string))
    .toEqual([expect.stringContaining("A test from Throughline")]);
  await page.getByRole("button", { name: "More for My Slack" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove channel" }).click();
  await expect(page.getByText("What asks you to do something comes to you", { exact: false })).toBeVisible();
});
