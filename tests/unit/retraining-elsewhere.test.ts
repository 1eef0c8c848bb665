import { describe, expect, test } from "vitest";
import { standingOf } from "#stages/retraining/dispatch-standing.ts";
import { gitLab } from "#wire/gitlab/reader.ts";
import { verdictOn } from "#wire/retraining/answer.ts";
import { retrainReport } from "#wire/retraining/report.ts";
import { startRequest } from "#wire/retraining/request.ts";

const asked = { state: "waiting", silentAt: null };
const accepted = { state: "accepted", silentAt: null };

test.each([
  [asked, "queued", "asked"],
  [accepted, "queued", "accepted"],
  [{ ...accepted, silentAt: new Date() }, "queued", "silent"],
  [{ ...accepted, silentAt: new Date() }, "running", "running"],
  [{ ...asked, state: "refused" }, "queued", "refused"],
  [{ ...asked, state: "refused" }, "evaluating", "finished"],
  [accepted, "evaluating", "finished"],
  [accepted, "promoted", "finished"],
  [accepted, "rejected", "finished"],
  [accepted, "failed", "failed"],
  [accepted, "cancelled", "failed"],
  [asked, null, "asked"],
] as const)("%o of a run that is %s stands as %s", (request, run, standing) => {
  expect(standingOf(request, run)).toBe(standing);
});

test.each([
  [204, "accepted"],
  [201, "accepted"],
  [302, "refused"],
  [400, "refused"],
  [408, "later"],
  [422, "refused"],
  [429, "later"],
  [500, "later"],
  [503, "later"],
] as const)("an answer of %i is %s", (status, what) => {
  expect(verdictOn("gitlab", { status, text: "" }).what).toBe(what);
});

test("what the other side says in its body is passed on, cut short, and never HTML", () => {
  const said = (text: string) => verdictOn("github-workflow", { status: 422, text });
  expect(said('{"message": "No ref found"}')).toMatchObject({ because: expect.stringContaining("422: No ref found") });
  expect(said("<html>no</html>")).toMatchObject({ because: expect.stringMatching(/It answered 422\.$/) });
});

test("a place is never more than its part of the address", () => {
  const target = {
    kind: "github-dispatch",
    address: "https://api.example/",
    place: "a/b?c",
    workflow: null,
    ref: null,
    eventType: "x",
  } as const;
  const ask = { run: "run-1", project: "p", firing: null, champion: null, askedBy: "Ana", askedAt: "", link: "" };
  expect(startRequest(target, ask, "t").url).toBe("https://api.example/repos/a/b%3Fc/dispatches");
});

describe("a report on a run", () => {
  const report = (state: "running" | "evaluating" | "failed") =>
    retrainReport({
      run: "run-1",
      state,
      startedAt: "2026-03-16T09:00:00.000Z",
      endedAt: undefined,
      note: "there",
      path: "",
    });
  const known = { name: "Run 1", firing: "f-1", state: "queued", margin: 0.01 };

  test("moves it forward and keeps what was fixed before", () => {
    expect(report("running").onto?.(known)).toMatchObject({ ...known, state: "running", note: "there" });
  });
  test("never moves it back, and a note of a person stays", () => {
    const over = { ...known, state: "rejected", note: "mine" };
    expect(report("running").onto?.(over)).toMatchObject({ state: "rejected", note: "mine" });
  });
});

test("a pipeline of GitLab that nobody asked for here is only noted", () => {
  const event = { object_kind: "pipeline", object_attributes: { id: 1, status: "success", variables: [] } };
  const heard = gitLab.read(event, { facts: { of: () => [], count: () => 0 } as never, now: 0 });
  expect(heard).toMatchObject({ facts: [], notes: [expect.stringContaining("THROUGHLINE_RUN")] });
});
