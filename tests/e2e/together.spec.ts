import { admin } from "../support/e2e-api.ts";
import { answer, expectSaved, statusLine } from "../support/e2e-pages.ts";
import { demoPerson, makeTeam } from "../support/e2e-people.ts";
import { endSession } from "../support/e2e-server.ts";
import { expect, expectAccessible, test } from "../support/e2e-test.ts";

const CASE = "stages/business-case";

test("two people edit one stage: what does not touch is joined, what does is shown to choose", async ({ enter }) => {
  const team = await makeTeam("Together");
  const product = await enter(team.PM);
  const lead = await enter(team.LD);
  await product.goto(`${team.base}/${CASE}`);
  await lead.goto(`${team.base}/${CASE}`);
  await expect(answer(lead, "Problem")).toBeEditable();

  await test.step("different answers are joined", async () => {
    await answer(product, "Problem").fill(
      "Eleven minutes of checking for each parcel that comes back to the warehouse.",
    );
    await expectSaved(product);
    await answer(lead, "Intended use").fill("Sorting returns in three warehouses.");
    await expectSaved(lead);
    await expect(answer(lead, "Problem")).toHaveValue(/^Eleven minutes/);
    await answer(product, "Prediction target").fill("Whether the parcel holds what was sold");
    await expectSaved(product);
    await expect(answer(product, "Intended use")).toHaveValue("Sorting returns in three warehouses.");
  });

  await test.step("the same answer: mine is kept", async () => {
    await answer(product, "Decision it drives").fill("Refund at once");
    await expectSaved(product);
    await answer(lead, "Decision it drives").fill("Open the parcel");
    const clash = lead.getByRole("alert").filter({ hasText: "Pia Product changed this answer too." });
    await expect(clash).toBeVisible();
    await expect(clash.getByText("Refund at once")).toBeVisible();
    await expect(clash.getByText("Open the parcel")).toBeVisible();
    await expectAccessible(lead);
    await clash.getByRole("button", { name: "Keep mine" }).click();
    await expect(clash).toHaveCount(0);
    await expectSaved(lead);
    await product.reload();
    await expect(answer(product, "Decision it drives")).toHaveValue("Open the parcel");
  });

  await test.step("the same answer: theirs is taken", async () => {
    await answer(lead, "Benefit a month").fill("50000");
    await answer(lead, "Benefit a month").blur();
    await expectSaved(lead);
    await answer(product, "Benefit a month").fill("42000");
    const clash = product.getByRole("alert").filter({ hasText: "Lea Lead changed this answer too." });
    await clash.getByRole("button", { name: "Take theirs" }).click();
    await expect(clash).toHaveCount(0);
    await answer(product, "Problem").focus();
    await expect(answer(product, "Benefit a month")).toHaveValue("50,000");
    await product.reload();
    await expect(answer(product, "Benefit a month")).toHaveValue("50,000");
  });
});

test("a session that ended keeps the typing, and signing in again saves it", async ({ enter }) => {
  const team = await makeTeam("Expired");
  const mara = await demoPerson("Mara Lind");
  await admin.put(`${team.base}/members/${mara.id}`, { roles: ["PM"] });
  const page = await enter(mara);
  await page.goto(`${team.base}/${CASE}`);
  await answer(page, "Problem").fill("Eleven minutes of checking for each parcel that comes back to the warehouse.");
  await expectSaved(page);

  await endSession(page.context());
  await answer(page, "Intended use").fill("Sorting returns in three warehouses.");
  await expect(statusLine(page, /^Not saved: signed out, kept on this device$/)).toBeVisible();
  await page.getByRole("link", { name: "Sign in and come back" }).click();
  await page.getByRole("button", { name: "Mara Lind Product manager" }).click();
  await expect(page).toHaveURL(new RegExp(`${CASE}$`));
  await expect(page.getByText(/What you typed on .* is back in its fields/)).toBeVisible();
  await expect(answer(page, "Intended use")).toHaveValue("Sorting returns in three warehouses.");
  await expectSaved(page);
  await page.reload();
  await expect(answer(page, "Intended use")).toHaveValue("Sorting returns in three warehouses.");
});
