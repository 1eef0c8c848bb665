import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./tests/support/chromium.ts";

/* E2E_URL, with E2E_DATA_DIR and E2E_ADMIN_TOKEN, names a server that runs already (`npm run dev`); without it a
   production server is started for the run. */
const running = process.env.E2E_URL;
const port = Number(process.env.E2E_PORT ?? 3499);
const baseURL = running ?? `http://127.0.0.1:${port}`;
process.env.E2E_BASE_URL = baseURL;
process.env.E2E_ADMIN_TOKEN ??= randomBytes(24).toString("hex");
// Set once, by the first process that reads this file; the workers inherit it and find the server's database by it.
if (!running) process.env.E2E_DATA_DIR ??= path.join(tmpdir(), `tl-journeys-${randomBytes(4).toString("hex")}`);

export default defineConfig({
  testDir: "tests/e2e",
  fullyParallel: true,
  workers: 2,
  // A development server compiles each page when it is first asked for.
  timeout: running ? 240_000 : 180_000,
  expect: { timeout: 20_000 },
  retries: process.env.CI ? 1 : 0,
  forbidOnly: !!process.env.CI,
  reporter: "line",
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    baseURL,
    // Colours change at once, so that contrast is never measured halfway between two themes.
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: findChromium(),
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
  webServer: running
    ? undefined
    : {
        command: "node tests/support/server.ts",
        url: `${baseURL}/api/health/ready`,
        env: {
          PORT: String(port),
          THROUGHLINE_DATA_DIR: process.env.E2E_DATA_DIR ?? "",
          THROUGHLINE_DEMO: "1",
          // The journeys' own receivers.
          THROUGHLINE_ALLOW_PRIVATE: "127.0.0.1",
          THROUGHLINE_ADMIN_TOKEN: process.env.E2E_ADMIN_TOKEN,
          DATABASE_URL: "",
        },
        reuseExistingServer: false,
        timeout: 240_000,
        gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
        stdout: "pipe",
      },
});
