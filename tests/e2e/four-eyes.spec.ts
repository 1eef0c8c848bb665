import { admin } from "../support/e2e-api.ts";
import { panel } from "../support/e2e-pages.ts";
import { fillDocument, makeTeam, readStage } from "../support/e2e-people.ts";
import { expect, test } from "../support/e2e-test.ts";
import { move } from "../support/e2e-work.ts";

test("at tier 3 a lead and a reviewer both sign, and who submitted does neither", async ({ enter }) => {
  const team = await makeTeam("Four eyes", { tier: 3 });
  await fillDocument(team, "business-case", team.LD, 3);
  for (const { key, required, state } of (await readStage(team, "business-case")).checklist)
    if (required && state !== "done")
      await team.LD.api.put(`${team.base}/stages/business-case/checklist/${key}`, {
        state: "not_applicable",
        reason: "Told by word of mouth in this journey.",
      });
  await move(team, "business-case", "submit");
  // A product manager who becomes a lead as well may sign in general, but not this.
  await admin.put(`${team.base}/members/${team.PM.id}`, { roles: ["PM", "LD"] });
  const address = `${team.base}/stages/business-case`;

  const submitter = await enter(team.PM);
  await submitter.goto(address);
  const refused = submitter.getByRole("button", { name: "Sign off", exact: true });
  await expect(refused).toHaveAttribute("aria-disabled", "true");
  await expect(refused).toHaveAccessibleDescription(/At tier 3 nobody approves what they submitted\./);

  const signAs = async (person: typeof team.LD) => {
    const page = await enter(person);
    await page.goto(address);
    await page.getByRole("button", { name: "Sign off", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign off", exact: true }).click();
    return page;
  };
  const lead = await signAs(team.LD);
  await expect(lead.getByText("Signed. It waits for a reviewer.")).toBeVisible();
  await expect(panel(lead, "Gate").getByText("Signed off by Lea Lead")).toBeVisible();
  const reviewer = await signAs(team.RV);
  await expect(reviewer.getByText("Signed off. The stage is done.")).toBeVisible();
  expect((await readStage(team, "business-case")).state).toBe("done");
});
