import path from "node:path";
import { describe, expect, test } from "vitest";
import { addressOf, readSettings } from "../../../src/launch/settings.ts";

describe("settings", () => {
  test("without any, the embedded database, the demo and the loopback", () => {
    expect(readSettings([], {})).toEqual({
      dev: false,
      host: "127.0.0.1",
      port: 3000,
      url: null,
      dataDir: path.resolve(".data"),
      databaseUrl: null,
      demo: true,
      trustProxy: false,
      worker: true,
    });
  });

  test.each([
    ["the embedded database comes with the demo", {}, true],
    ["an existing database starts empty", { DATABASE_URL: "postgresql://x/y" }, false],
    [
      "an existing database gets the demo on request",
      { DATABASE_URL: "postgresql://x/y", THROUGHLINE_DEMO: "1" },
      true,
    ],
    ["the embedded database starts empty on request", { THROUGHLINE_DEMO: "0" }, false],
    ["an empty DATABASE_URL is none", { DATABASE_URL: "" }, true],
  ])("%s", (_, env, demo) => {
    expect(readSettings([], env).demo).toBe(demo);
  });

  test.each([
    ["a port that is none", { PORT: "http" }, "PORT is not a port number (http)"],
    ["a port that is too large", { PORT: "70000" }, "PORT is not a port number (70000)"],
    ["a worker that is perhaps", { THROUGHLINE_WORKER: "no" }, "THROUGHLINE_WORKER is neither on nor off (no)"],
    ["a short administrator's token", { THROUGHLINE_ADMIN_TOKEN: "short" }, "needs at least 32 characters"],
    [
      "an address without a scheme",
      { THROUGHLINE_URL: "throughline.example.org" },
      "THROUGHLINE_URL is not an address",
    ],
  ])("%s is refused in one sentence", (_, env, sentence) => {
    expect(() => readSettings([], env)).toThrow(sentence);
  });
});

test.each([
  ["127.0.0.1", "http://127.0.0.1:3000"],
  ["0.0.0.0", "http://localhost:3000"],
  ["::", "http://localhost:3000"],
  ["::1", "http://[::1]:3000"],
])("a server on %s is opened at %s", (host, address) => {
  expect(addressOf({ url: null, host, port: 3000 })).toBe(address);
});

test("the public address wins, without a slash at its end", () => {
  expect(addressOf({ url: "https://ml.example.org/", host: "0.0.0.0", port: 3000 })).toBe("https://ml.example.org");
});
