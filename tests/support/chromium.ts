import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const SYSTEM = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The Chromium of this machine, else the one that Playwright downloaded, else undefined. */
export function findChromium(): string | undefined {
  return [...SYSTEM, chromium.executablePath()].find((path) => path && existsSync(path));
}

/** Finds a Chromium or installs one: Debian's where we may, else Playwright's. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  const mayUseApt = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  console.log(`no Chromium here; installing ${mayUseApt ? "Debian's" : "Playwright's"}`);
  if (mayUseApt) {
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
  } else run("npx", ["playwright", "install", "chromium"]);
  const installed = findChromium();
  if (!installed) throw new Error("no Chromium could be installed: install one and set CHROMIUM_PATH to it");
  return installed;
}

function run(command: string, args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"], env, timeout: 600_000 });
}
