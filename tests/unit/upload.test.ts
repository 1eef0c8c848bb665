import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FILE_LIMIT_BYTES, judgeUpload, safeFileName } from "#domain/upload.ts";

describe("judging an upload", () => {
  test.each([
    ["pdf", "application/pdf", false, "application/pdf"],
    ["jpg", "image/jpeg", false, "image/jpeg"],
    ["jpeg", "image/jpeg", false, "image/jpeg"],
    ["tgz", "application/gzip", false, "application/gzip"],
    ["parquet", "application/x-parquet", false, "application/x-parquet"],
    ["csv", null, true, "text/csv"],
    ["json", "application/json", true, "application/json"],
    ["ipynb", null, true, "application/json"],
    ["log", null, true, "text/plain"],
  ])("%s whose content is %s is kept", (extension, found, isText, mediaType) => {
    expect(judgeUpload(extension, found, isText)).toEqual({ ok: true, mediaType });
  });

  test.each([
    ["png", "application/pdf", false, /content is application\/pdf/],
    ["txt", "image/png", false, /content is image\/png/],
    ["txt", null, false, /not kept/],
    ["txt", "application/xml", true, /not kept/],
    ["svg", "application/xml", true, /not kept/],
    ["html", null, true, /not kept/],
    ["js", null, true, /not kept/],
    ["exe", "application/x-msdownload", false, /not kept/],
    ["", null, true, /not kept/],
    ["__proto__", null, true, /not kept/],
    ["constructor", null, true, /not kept/],
    ["pdf", "constructor", false, /not kept/],
    ["pdf", null, true, /not kept/],
  ])("%s whose content is %s is refused with a reason", (extension, found, isText, because) => {
    const verdict = judgeUpload(extension, found, isText);
    expect(verdict).toMatchObject({ ok: false, because: expect.stringMatching(because) });
  });

  test("25 MB are 26,214,400 bytes", () => {
    expect(FILE_LIMIT_BYTES).toBe(26_214_400);
  });
});

describe("a safe file name", () => {
  test.each([
    ["report.pdf", "report.pdf"],
    ["C:\\Users\\me\\report.pdf", "report.pdf"],
    ["../../report.pdf", "report.pdf"],
    ["..", "file"],
    ["", "file"],
    ["///", "file"],
    [".env", "env"],
    ["a\u202Ecod.exe", "acod.exe"],
    ["zero\u200Bwidth.txt", "zerowidth.txt"],
    ["\uFEFFbom.txt", "bom.txt"],
    ["half\uD800.txt", "half.txt"],
    ["a:b|c?.txt", "abc.txt"],
  ])("%j becomes %j", (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  test("of anything at all is short, well formed, without paths or controls, and safe already", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
        const safe = safeFileName(name);
        expect(safe.length).toBeGreaterThan(0);
        expect(safe.length).toBeLessThanOrEqual(120);
        expect(safe.isWellFormed()).toBe(true);
        expect(safe).not.toMatch(/[\\/\p{Cc}\p{Cf}"<>|:*?]/u);
        expect(safe.startsWith(".")).toBe(false);
      }),
    );
  });

  test("keeps the ending of a name that is too long", () => {
    expect(safeFileName(`${"x".repeat(300)}.parquet`)).toMatch(/^x{112}\.parquet$/);
  });
});
