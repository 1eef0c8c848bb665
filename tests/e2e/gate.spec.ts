import { answer, panel } from "../support/e2e-pages.ts";
import { fillDocument, makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";
import { sign } from "../support/e2e-work.ts";

test("a gate that is shut names what is missing and leads there", async ({ enter }) => {
  const team = await makeTeam("Gate");
  const page = await enter(team.PM);
  await visit(page, `${team.base}/stages/business-case`);
  const gate = panel(page, "Gate");
  await expect(gate.getByText(/things are left before this stage can close/)).toBeVisible();
  await gate.getByRole("link", { name: "Intended use", exact: true }).click();
  await expect(answer(page, "Intended use")).toBeFocused();

  await page.getByRole("button", { name: "Start", exact: true }).click();
  const submit = page.getByRole("button", { name: "Submit for review" });
  await expect(submit).toHaveAttribute("aria-disabled", "true");
  await expect(submit).toHaveAccessibleDescription(/The gate is shut: \d requirements are not met/);
  await expectAccessible(page);
});

test("who may not move a stage reads who can, and that an entry condition is open", async ({ enter }) => {
  const team = await makeTeam("Refused");
  await fillDocument(team, "business-case", team.PM);
  const page = await enter(team.ML);
  await page.goto(`${team.base}/stages/business-case`);
  await expect(page.getByRole("button", { name: "Submit for review" })).toHaveAccessibleDescription(
    /“Submit for review” is for a product manager of this project\. Ask a product manager/,
  );
  await page.goto(`${team.base}/stages/model`);
  await expect(page.getByRole("button", { name: "Start", exact: true })).toHaveAccessibleDescription(/data selection/i);
});

test("a gate that shuts between looking and pressing refuses with its reason", async ({ enter }) => {
  const team = await makeTeam("Shut");
  await fillDocument(team, "business-case", team.PM);
  await sign(team, "business-case", "1.1");
  const page = await enter(team.PM);
  await page.goto(`${team.base}/stages/business-case`);
  const submit = page.getByRole("button", { name: "Submit for review" });
  await expect(submit).not.toHaveAttribute("aria-disabled", "true");

  const body = "Who says that the benefit is so high?";
  await team.LD.api.post(`${team.base}/stages/business-case/comments`, { body, blocking: true });
  await submit.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/The gate is shut: one requirement is not met/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await page.reload();
  const discussion = panel(page, "Discussion");
  await expect(discussion.getByText(body)).toBeVisible();
  await discussion.getByRole("button", { name: /resolve/i }).click();
  await expect(panel(page, "Gate").getByText("All is there; it can be submitted.")).toBeVisible();
  await submit.click();
  await expect(page.getByText("Submitted for review")).toBeVisible();
});
