import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import type { Someone } from "./e2e-people.ts";
import { openSession } from "./e2e-server.ts";

type Entering = {
  /** Console errors that the journey itself causes, such as the 404 of a page that must not be found. */
  expecting?: RegExp;
  width?: number;
};

/** Opens a browser of their own for a person, signed in by a session row; for null, signed out. */
type Enter = (person: Pick<Someone, "id"> | null, options?: Entering) => Promise<Page>;

/**
 * Every page of every journey is listened to: a console error (a violation of the Content-Security-Policy is one) or an
 * exception in the page fails the test, whatever else it looked at.
 */
export const test = base.extend<{ enter: Enter }>({
  enter: async ({ browser, baseURL, contextOptions }, use) => {
    const url = baseURL ?? "";
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async (person, { expecting, width = 1440 } = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: url, viewport: { width, height: 900 } });
      contexts.push(context);
      const note = (text: string) => !expecting?.test(text) && complaints.push(text);
      context.on("console", (message) => {
        if (message.type() === "error") note(`${message.page()?.url()} says: ${message.text()}`);
      });
      context.on("weberror", (error) => note(`${error.page()?.url()} threw: ${error.error().stack}`));
      if (person) await signInBySession(context, url, person.id);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    expect(complaints, "console errors").toEqual([]);
  },
});

export { expect };

export async function signInBySession(context: BrowserContext, url: string, userId: string): Promise<void> {
  const value = await openSession(userId);
  await context.addCookies([{ name: "throughline.session_token", value, url, httpOnly: true, sameSite: "Lax" }]);
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

type Violation = {
  id: string;
  impact?: string | null;
  nodes: readonly { target: unknown; html: string; failureSummary?: string }[];
};

/** axe finds nothing serious or critical on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  // Legacy: without a second, blank page for each run. That one is for frames, and no page of ours has any.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await axe.options({ runOnly: TAGS, resultTypes: ["violations"] }).analyze();
  expectNone(page, violations);
}

/** Only these rules, after `expectAccessible` on the same page, where only colours or widths have changed since. */
export async function expectStillAccessible(page: Page, rules: readonly string[]): Promise<void> {
  const violations = await page.evaluate(async (runOnly): Promise<Violation[]> => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    const found = await axe.run({ runOnly, resultTypes: ["violations"] });
    return found.violations;
  }, rules);
  expectNone(page, violations);
}

function expectNone(page: Page, violations: readonly Violation[]): void {
  const found = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes
        .filter((node) => !isRepeatedMark(id, node))
        .map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary}`),
    );
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

/** A mark in a picture is as large as its number; a list on the same page links to the same (WCAG 2.5.8, "equivalent"). */
function isRepeatedMark(rule: string, { html }: Violation["nodes"][number]): boolean {
  return rule === "target-size" && html.includes("data-mark");
}

/** Goes there, waits for the page's heading, and has axe look at it. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expectAccessible(page);
}
