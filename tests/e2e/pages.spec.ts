import type { Page } from "@playwright/test";
import { STAGES } from "#stages/registry.ts";
import { demoPerson } from "../support/e2e-people.ts";
import { expect, expectAccessible, expectStillAccessible, test } from "../support/e2e-test.ts";

/* Every page with the demo's data, in both themes and both widths: axe, no console error, nothing wider than the screen. */

const PROJECT = "/projects/card";
const LEAD = "Henrik Vos";
const ADMINISTRATOR = "Ada Stone";

type Place = { path: string; as: string | null; missing?: true };

const lead = (path: string): Place => ({ path, as: LEAD });
const administrator = (path: string): Place => ({ path, as: ADMINISTRATOR });

const PLACES: Readonly<Record<string, readonly Place[]>> = {
  "the pages of everybody": [
    lead("/portfolio"),
    lead("/portfolio?show=archived"),
    lead("/portfolio/board"),
    lead("/portfolio/map"),
    lead("/portfolio/bottlenecks"),
    lead("/inbox"),
    lead("/alerts"),
    lead("/alerts?show=resolved"),
    lead("/projects/new"),
    lead("/profile"),
    lead("/profile/notifications"),
    lead("/profile/notifications/new?kind=slack"),
    lead("/tokens"),
    lead("/trash"),
    lead("/docs"),
    lead("/docs/data-sources"),
    { ...lead("/nowhere"), missing: true },
  ],
  "the pages of a project": [
    lead(PROJECT),
    lead(`${PROJECT}/monitoring`),
    lead(`${PROJECT}/monitoring?range=1y`),
    lead(`${PROJECT}/activity`),
    lead(`${PROJECT}/members`),
    lead(`${PROJECT}/settings`),
    lead(`${PROJECT}/settings/notifications`),
    lead(`${PROJECT}/settings/notifications/new?kind=webhook`),
    lead(`${PROJECT}/criteria/new`),
    lead(`${PROJECT}/facts/data-sources`),
    lead(`${PROJECT}/facts/data-sources/new`),
    lead(`${PROJECT}/facts/data-sources/import`),
  ],
  "the tools, pictures and papers of a project": [
    lead(`${PROJECT}/connect`),
    lead(`${PROJECT}/inbound`),
    lead(`${PROJECT}/inbound/try`),
    lead(`${PROJECT}/canvas`),
    lead(`${PROJECT}/monitoring/drift/merchant_category`),
    lead(`${PROJECT}/training-runs`),
    lead(`${PROJECT}/model-cards/import`),
    lead(`${PROJECT}/model-cards/fraud-gbm-3.2`),
    lead(`${PROJECT}/datasheets/auth-stream`),
    lead(`${PROJECT}/documents`),
    lead(`${PROJECT}/documents/report`),
    lead(`${PROJECT}/documents/technical-file`),
    lead(`${PROJECT}/documents/overview`),
  ],
  "the first five stages": STAGES.slice(0, 5).map(({ key }) => lead(`${PROJECT}/stages/${key}`)),
  "the last five stages": STAGES.slice(5).map(({ key }) => lead(`${PROJECT}/stages/${key}`)),
  "the pages of administrators": [
    ...[administrator("/people"), administrator("/audit"), administrator("/jobs"), administrator("/portfolio")],
  ],
  "the pages of those who are signed out": [
    { path: "/sign-in", as: null },
    { path: "/forgot", as: null },
    { path: "/reset-password?token=spent", as: null },
  ],
};

for (const [title, places] of Object.entries(PLACES)) {
  test(`${title} are accessible and fit, light and dark, narrow and wide`, async ({ enter }) => {
    const person = places[0]?.as ? await demoPerson(places[0].as) : null;
    const page = await enter(person, places.some(({ missing }) => missing) ? { expecting: /status of 404/ } : {});
    for (const { path } of places) await test.step(path, () => look(page, path));
  });
}

async function look(page: Page, path: string): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(path);
  await expect(page.getByRole("heading").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  await expectAccessible(page);
  await expectToFit(page);
  await paint(page, "dark");
  await expectStillAccessible(page, ["color-contrast"]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectToFit(page);
  await expectStillAccessible(page, ["color-contrast", "target-size", "scrollable-region-focusable"]);
}

/** As the cookie of the theme would draw it; the page is the same but for its colours, once they have all arrived. */
function paint(page: Page, theme: string): Promise<void> {
  return page.locator("html").evaluate(async (root, name) => {
    root.setAttribute("data-theme", name);
    const changing = () => document.getAnimations().some((animation) => animation instanceof CSSTransition);
    for (let still = 0; still < 3; still = changing() ? 0 : still + 1) await new Promise(requestAnimationFrame);
  }, theme);
}

async function expectToFit(page: Page): Promise<void> {
  const excess = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(excess, `${page.url()} is wider than the screen by`).toBeLessThanOrEqual(0);
}
