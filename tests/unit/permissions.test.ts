import { describe, expect, it } from "vitest";
import {
  allOf,
  anyOf,
  can,
  PERMISSIONS,
  type Permission,
  roleConflict,
  rolesThatMay,
  whoMay,
} from "#domain/permissions.ts";
import { adminServiceMay, SCOPE_PERMISSIONS, SERVICE_ROLES, scopeAllows, serviceMay } from "#domain/token-scopes.ts";
import { ROLES, type Role } from "#domain/vocabulary.ts";

/** Written out a second time on purpose: a slip in the table must not agree with itself. */
const EXPECTED: Record<Permission, string> = {
  "project.read": "PM ML LD RV VW",
  "project.edit": "PM LD",
  "project.archive": "PM LD",
  "project.delete": "LD",
  "project.lifecycle": "LD",
  "project.share": "PM LD",
  "project.export": "PM LD",
  "member.manage": "LD",
  "stage.edit": "PM ML LD RV",
  "stage.move": "PM ML LD RV",
  "stage.comment": "PM ML LD RV",
  "stage.sign": "PM ML LD RV",
  "evidence.add": "PM ML LD RV",
  "criterion.edit": "PM ML LD",
  "alert.handle": "PM ML LD",
  annotate: "PM ML LD",
  "fact.record": "PM ML LD RV",
  "metrics.write": "PM ML LD",
  "token.manage": "ML LD",
  "channel.manage": "PM ML LD",
};
const ALL = Object.keys(PERMISSIONS) as Permission[];

describe("project roles", () => {
  it.each(ALL.flatMap((permission) => ROLES.map((role) => [role, permission] as const)))(
    "%s may or may not %s as the plan says",
    (role, permission) => {
      expect(can([role], permission)).toBe(EXPECTED[permission].split(" ").includes(role));
    },
  );

  it("lets a person with several roles do what any of them may", () => {
    expect(can(["VW", "LD"], "project.delete")).toBe(true);
    expect(can(["VW", "RV"], "project.delete")).toBe(false);
  });

  it("gives nothing to a person without a role", () => {
    for (const permission of ALL) expect(can([], permission)).toBe(false);
  });

  it("lets a viewer read and nothing else", () => {
    expect(ALL.filter((permission) => can(["VW"], permission))).toEqual(["project.read"]);
  });

  it("says who may, in words and always in the same order", () => {
    expect(rolesThatMay("token.manage")).toEqual(["ML", "LD"]);
    expect(whoMay("project.edit")).toBe("a product manager or a lead");
    expect(whoMay("criterion.edit")).toBe("a product manager, an ML engineer or a lead");
    expect(whoMay("project.delete")).toBe("a lead");
    expect(allOf(["LD", "RV"])).toBe("a lead and a reviewer");
    expect(anyOf([])).toBe("nobody");
  });

  it.each<[Role[], boolean]>([
    [["RV"], false],
    [["RV", "LD"], false],
    [["RV", "VW"], false],
    [["PM", "ML", "LD"], false],
    [["RV", "PM"], true],
    [["RV", "ML", "LD"], true],
  ])("finds that %j conflicts: %s", (roles, conflict) => {
    expect(roleConflict(roles) !== null).toBe(conflict);
  });
});

describe("token scopes", () => {
  it("reads with read, and writes with write, which reads too", () => {
    expect(scopeAllows(["read"], "project.read")).toBe(true);
    expect(scopeAllows(["read"], "stage.edit")).toBe(false);
    expect(scopeAllows(["write"], "project.read")).toBe(true);
    expect(scopeAllows(["write"], "stage.sign")).toBe(true);
  });

  it("takes points and facts, nothing else, with ingest", () => {
    expect(ALL.filter((permission) => scopeAllows(["ingest"], permission)).toSorted()).toEqual([
      "annotate",
      "fact.record",
      "metrics.write",
    ]);
    expect(scopeAllows(["read", "write"], "metrics.write")).toBe(false);
  });

  it("allows nothing without a scope", () => {
    for (const permission of ALL) expect(scopeAllows([], permission)).toBe(false);
  });

  it("covers every permission by some scope", () => {
    const covered = new Set(Object.values(SCOPE_PERMISSIONS).flat());
    expect(ALL.filter((permission) => !covered.has(permission))).toEqual([]);
  });
});

describe("machines", () => {
  const EVERYTHING = ["read", "write", "ingest"] as const;

  it.each([
    "stage.sign",
    "member.manage",
    "token.manage",
    "project.archive",
    "project.delete",
    "project.lifecycle",
    "project.share",
  ] as const)("keeps %s from a project's service token whatever its scopes", (permission) => {
    expect(serviceMay(EVERYTHING, permission)).toBe(false);
  });

  it("lets a service token do the rest within its scopes", () => {
    expect(serviceMay(["ingest"], "metrics.write")).toBe(true);
    expect(serviceMay(["ingest"], "criterion.edit")).toBe(false);
    expect(serviceMay(["write"], "criterion.edit")).toBe(true);
  });

  it("lets the admin service account prepare everything and decide nothing", () => {
    const may = ALL.filter(adminServiceMay);
    expect(may).toEqual(
      expect.arrayContaining(["project.edit", "member.manage", "token.manage", "stage.edit", "metrics.write"]),
    );
    expect(may).not.toEqual(expect.arrayContaining(["stage.sign"]));
    expect(adminServiceMay("alert.handle")).toBe(false);
    expect(adminServiceMay("project.delete")).toBe(false);
  });

  it("moves stages as a product manager or engineer, never as lead or reviewer", () => {
    expect(SERVICE_ROLES).toEqual(["PM", "ML"]);
  });
});
