import { answer, panel } from "../support/e2e-pages.ts";
import { makeTeam, readStage } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";

/** Its first checklist asks for a link, for a file from tier 3 on, and for a metric in stage 6. */
const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

test("the engineer ticks items with a link, with a file and with a measured value", async ({ enter }) => {
  const team = await makeTeam("Checklist", { tier: 3 });
  const page = await enter(team.ML);

  await visit(page, `${team.base}/stages/data-pipeline`);
  const checklist = panel(page, "Checklist");
  const dialog = page.getByRole("dialog");
  const stage = async (key: string) => (await readStage(team, key)).checklist;
  const items = {
    pipeline: await stage("data-pipeline"),
    case: await stage("business-case"),
    model: await stage("model"),
  };
  const labelOf = (list: { label: string; kind?: string }[], kind: string) =>
    list.find((item) => item.kind === kind)?.label ?? kind;

  await test.step("a link", async () => {
    await checklist.getByRole("button", { name: labelOf(items.pipeline, "link") }).click();
    await expectAccessible(page);
    await answer(page, "Address").fill("ftp://nowhere");
    await dialog.getByRole("button", { name: "Tick with this evidence" }).click();
    await expect(dialog.getByText("An http or https address")).toBeVisible();
    await answer(page, "Address").fill("https://wiki.example.org/returns/flow");
    await answer(page, "What it is (optional)").fill("Data flow, drawn");
    await dialog.getByRole("button", { name: "Tick with this evidence" }).click();
    await expect(checklist.getByRole("link", { name: "Data flow, drawn" })).toHaveAttribute("href", /^https:\/\/wiki/);
  });

  await test.step("a file, which comes back as it went", async () => {
    await page.goto(`${team.base}/stages/business-case`);
    await checklist.getByRole("button", { name: labelOf(items.case, "file") }).click();
    await dialog
      .getByLabel(/Choose a file/)
      .setInputFiles({ name: "alternatives.pdf", mimeType: "application/pdf", buffer: PDF });
    await dialog.getByRole("button", { name: "Tick with this evidence" }).click();
    const link = checklist.getByRole("link", { name: "alternatives.pdf" });
    await expect(link).toBeVisible();
    const file = await page.request.get((await link.getAttribute("href")) ?? "");
    expect(file.headers()["content-disposition"]).toContain("attachment");
    expect((await file.body()).equals(PDF)).toBe(true);
  });

  await test.step("a measured value", async () => {
    await page.goto(`${team.base}/stages/model`);
    await checklist
      .getByRole("button", { name: labelOf(items.model, "metric") })
      .first()
      .click();
    await answer(page, "Value").fill("0.87");
    await answer(page, "Unit (optional)").fill("fraction");
    await dialog.getByRole("button", { name: "Tick with this evidence" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(checklist.getByText(/87/).first()).toBeVisible();
    await expectAccessible(page);
  });
});
