import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "#server/demo-people.ts";
import { STAGE_KEYS } from "#stages/registry.ts";
import { startProgram } from "../support/program.ts";
import { benchFirstLoad } from "./first-load.ts";
import { benchLighthouse } from "./lighthouse.ts";

/** What a person waits for: a production start with the demo workspace, looked at as its lead. */
export async function benchPages(): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), "tl-bench-pages-"));
  const program = await startProgram({ THROUGHLINE_DATA_DIR: path.join(directory, "program"), THROUGHLINE_DEMO: "1" });
  try {
    const cookie = await signIn(program.url);
    await benchFirstLoad(program.url, cookie, await pathsOf(program.url, cookie));
    await benchLighthouse(`${program.url}/portfolio`, cookie, directory);
  } finally {
    program.child.kill("SIGTERM");
    await program.ended;
    await rm(directory, { recursive: true, force: true });
  }
}

async function signIn(url: string): Promise<string> {
  const email = DEMO_PEOPLE.find(({ role }) => role === "LD")?.email;
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  });
  if (!answer.ok) throw new Error(`sign-in was answered with ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** The pages of the workspace, and those of the project that the portfolio shows first. */
async function pathsOf(url: string, cookie: string): Promise<string[]> {
  const html = await (await fetch(`${url}/portfolio`, { headers: { cookie } })).text();
  const project = /href="(\/projects\/[^/"]+)"/.exec(html.replaceAll('"/projects/new"', ""))?.[1];
  if (!project) throw new Error("the portfolio of the demo shows no project");
  return [
    ...["/portfolio", "/inbox", "/alerts", "/projects/new", "/profile", "/tokens", "/trash", "/docs", "/sign-in"],
    ...["", "/monitoring", "/activity", "/members", "/settings", "/criteria/new"].map((page) => project + page),
    ...STAGE_KEYS.map((key) => `${project}/stages/${key}`),
  ];
}
