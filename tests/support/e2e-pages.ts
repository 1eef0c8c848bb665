import { expect, type Locator, type Page } from "@playwright/test";

/* What journeys do over and over, in the words that stand on the screen. */

export const answer = (page: Page, label: string): Locator => page.getByRole("textbox", { name: label, exact: true });

/** The one line that says where the typing is. */
export const statusLine = (page: Page, text: RegExp): Locator => page.getByRole("status").filter({ hasText: text });

export async function expectSaved(page: Page): Promise<void> {
  await expect(statusLine(page, /^Saved \d/)).toBeVisible();
}

/** What a product manager must answer in a business case at tier 1, by the labels of the form. */
export const BUSINESS_CASE: Readonly<Record<string, string>> = {
  Problem: "Returned parcels are checked by hand, which costs eleven minutes each and holds refunds for days.",
  "Prediction target": "Whether a returned parcel holds what was sold",
  "Decision it drives": "Refund at once, or open the parcel",
  "Intended use": "Sorting returns at the three warehouses in Poland.",
  "Benefit a month": "42,000",
  "Build cost": "180000",
  "Run cost a month": "6000",
  "Chance of success": "70",
};

export const panel = (page: Page, title: string): Locator =>
  page.locator("section").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
