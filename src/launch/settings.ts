import path from "node:path";
import { parseArgs } from "node:util";
import { LaunchError } from "./launch-error.ts";

/** How this start was asked to run: the variables of the README, and `--dev`. */
export type Settings = {
  dev: boolean;
  host: string;
  port: number;
  /** The public address as set; without it, it follows from host and port. */
  url: string | null;
  dataDir: string;
  /** Null: start the embedded Postgres. */
  databaseUrl: string | null;
  /** Load the demo workspace into an empty database. */
  demo: boolean;
  /** Believe the X-Forwarded headers of the proxy in front. */
  trustProxy: boolean;
  /** Work off the queue in this process too. */
  worker: boolean;
};

export function readSettings(args: string[], env: Record<string, string | undefined>): Settings {
  const { values } = parseArgs({ args, options: { dev: { type: "boolean", default: false } } });
  const databaseUrl = env.DATABASE_URL || null;
  const { THROUGHLINE_ADMIN_TOKEN: token, THROUGHLINE_URL: url } = env;
  if (token && token.length < 32)
    throw new LaunchError("THROUGHLINE_ADMIN_TOKEN is too short: it needs at least 32 characters");
  if (url && !URL.canParse(url))
    throw new LaunchError(`THROUGHLINE_URL is not an address (${url}): write it like https://throughline.example.org`);
  return {
    dev: values.dev,
    host: env.HOST || "127.0.0.1",
    port: portOf(env.PORT || "3000"),
    url: url || null,
    dataDir: path.resolve(env.THROUGHLINE_DATA_DIR || ".data"),
    databaseUrl,
    demo: env.THROUGHLINE_DEMO ? env.THROUGHLINE_DEMO === "1" : databaseUrl === null,
    trustProxy: env.THROUGHLINE_TRUST_PROXY === "1",
    worker: workerOf(env.THROUGHLINE_WORKER || "on"),
  };
}

/** What people type into a browser: the address of a server that listens everywhere is this machine's. */
export function addressOf({ url, host, port }: Pick<Settings, "url" | "host" | "port">): string {
  if (url) return url.replace(/\/+$/, "");
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new LaunchError(`PORT is not a port number (${text}): set it to a number up to 65535`);
  return port;
}

function workerOf(text: string): boolean {
  if (text !== "on" && text !== "off")
    throw new LaunchError(
      `THROUGHLINE_WORKER is neither on nor off (${text}): set it to off where \`npm run worker\` runs`,
    );
  return text === "on";
}
