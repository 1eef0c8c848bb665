import { describe, expect, test } from "vitest";
import { artefactFolder, artefactPath } from "#wire/mlflow/artefact-path.ts";

describe("the path of an artefact", () => {
  test.each([
    ["1/abc/artifacts/model/MLmodel", "1/abc/artifacts/model/MLmodel"],
    ["1/abc/artifacts/hello%20world.txt", "1/abc/artifacts/hello world.txt"],
    ["1/a/%C3%BCber.txt", "1/a/über.txt"],
    ["1/a/b%23c%3F.txt", "1/a/b#c?.txt"],
    ["1/a/...txt", "1/a/...txt"],
    ["1/a/..b/c..", "1/a/..b/c.."],
    ["1/a/100%25.txt", "1/a/100%.txt"],
    ["1/a/", "1/a"],
  ])("%s is %s", (encoded, path) => {
    expect(artefactPath(encoded)).toBe(path);
  });

  test.each([
    "",
    "/",
    "..",
    "../x",
    "a/../b",
    "a/..",
    "a/./b",
    "%2e%2e/x",
    "a/%2E%2E/b",
    "a/.%2e/b",
    "%252e%252e/x",
    "a/%25252e%25252e/b",
    "a%2f..%2fb",
    "a/x%252f..%252fy",
    "/etc/passwd",
    "%2Fetc/passwd",
    "a//b",
    "a%2F%2Fb",
    "a\\b",
    "a%5Cb",
    "a/%255c..%255cb",
    "C:/x",
    "a%00b",
    "a%2500b",
    "a%0Ab",
    "a%7Fb",
    "a/%",
    "a/%E0%A4%A",
    "a/%FF",
    "x".repeat(1_001),
    `a/${"x".repeat(256)}`,
  ])("%j is refused", (encoded) => {
    expect(() => artefactPath(encoded)).toThrow(expect.objectContaining({ code: "INVALID" }));
  });

  test.each([
    [undefined, ""],
    ["", ""],
    ["/", ""],
    ["//", ""],
    ["1/a b/artifacts", "1/a b/artifacts"],
    ["1/100%/x", "1/100%/x"],
  ])("the folder %j is %j", (sent, folder) => {
    expect(artefactFolder(sent)).toBe(folder);
  });

  test.each(["..", "../", "a/../..", "%2e%2e", "/etc", "a\0b"])("the folder %j is refused", (sent) => {
    expect(() => artefactFolder(sent)).toThrow(expect.objectContaining({ code: "INVALID" }));
  });
});
