import { fillDocument, makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";

test("a lead shares the report, somebody without an account reads it, and once it is taken back it shows nothing", async ({
  enter,
}) => {
  const team = await makeTeam("Shared");
  await fillDocument(team, "business-case");
  const lead = await enter(team.LD);
  await visit(lead, `${team.base}/documents`);
  await lead.getByRole("link", { name: "Project report", exact: true }).click();
  await expect(lead.getByRole("heading", { name: "What comes next" })).toBeVisible();
  await expectAccessible(lead);

  await lead.getByRole("button", { name: "Share" }).click();
  await lead.getByRole("button", { name: "Make link" }).click();
  await expect(lead.getByText("Say who it is for")).toBeVisible();
  await lead.getByRole("textbox", { name: "For whom" }).fill("Steering committee");
  await lead.getByRole("button", { name: "Make link" }).click();
  await expect(lead.getByText("Copy it now")).toBeVisible();
  const url = (await lead.locator("code").filter({ hasText: "/share/" }).textContent()) ?? "";
  const path = new URL(url).pathname;

  const reader = await enter(null, { expecting: /status of 404/ });
  const answer = await reader.goto(path);
  expect(answer?.headers()).toMatchObject({ "referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow" });
  expect(answer?.headers()["cache-control"]).toContain("no-store");
  await expect(reader.getByRole("heading", { name: "Project report" })).toBeVisible();
  await expect(reader.getByText(team.name)).toBeVisible();
  await expect(reader.getByText(/^Read only, until /)).toBeVisible();
  await expect(reader.locator('main a[href^="/projects"]')).toHaveCount(0);
  await expectAccessible(reader);
  const pdf = await reader.request.get(`${path}/pdf`);
  expect(pdf.headers()).toMatchObject({ "content-type": "application/pdf", "referrer-policy": "no-referrer" });
  expect(pdf.headers()["cache-control"]).toContain("no-store");
  expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");
  expect(await (await reader.request.get(`${path}/markdown`)).text()).toContain("# Project report");

  await visit(lead, `${team.base}/documents`);
  const row = lead.getByRole("row").filter({ hasText: "Steering committee" });
  await expect(row).toContainText("3 times");
  await row.getByRole("button", { name: "Revoke the link for Steering committee" }).click();
  await lead.getByRole("button", { name: "Revoke link" }).click();
  await expect(row).toContainText("Revoked");

  await lead.getByRole("button", { name: "Share" }).click();
  await lead.getByRole("textbox", { name: "For whom" }).fill("The auditor");
  await lead.getByRole("button", { name: "Make link" }).click();
  await expect(lead.getByText("Copy it now")).toBeVisible();

  expect((await reader.goto(path))?.status()).toBe(404);
  await expect(reader.getByRole("heading", { name: "This link shows nothing" })).toBeVisible();
  expect((await reader.goto(`/share/${"a".repeat(43)}`))?.status()).toBe(404);
  await expect(reader.getByRole("heading", { name: "This link shows nothing" })).toBeVisible();
  expect((await reader.request.get(`${path}/pdf`)).status()).toBe(404);
  await expectAccessible(reader);
});
