import { afterAll, describe, expect, test } from "vitest";
import { authorize, authorizeOrg } from "#server/access.ts";
import { db, disconnect } from "#server/db.ts";
import { changeProject, createProject, getProject } from "#server/projects.ts";
import { getStageView } from "#server/stage-view.ts";
import { saveStage } from "#server/stages.ts";
import { auditOf, makePerson, makeTeam } from "../support/people.ts";
import { finish, save, trio } from "../support/project.ts";

afterAll(disconnect);

const CASE = "business-case";

describe("whether people are affected is asked once", () => {
  test.each([true, false])(
    "told with a new project (%s), it is stage 1's answer before anybody opens it",
    async (told) => {
      const { project, view, access } = await created({ affectsPeople: told });
      expect(project.affectsPeople).toBe(told);
      const stage = await view();
      expect(stage).toMatchObject({ state: "not_started", version: 0, document: { affectsPeople: told } });
      const saved = await saveStage(access, CASE, { version: 0, document: { ...stage.document, urgency: 3 } });
      expect(saved).toMatchObject({ state: "in_progress", version: 1, document: { affectsPeople: told, urgency: 3 } });
    },
  );

  test("left out, stage 1 asks it", async () => {
    const { project, view } = await created({});
    expect(project.affectsPeople).toBe(false);
    expect((await view()).document).toEqual({});
    expect(await db.stage.count({ where: { projectId: project.id } })).toBe(0);
  });

  test("from tier 2 the gate does not ask again for what was told", async () => {
    const open = async (input: { affectsPeople?: boolean }) =>
      JSON.stringify((await (await created({ ...input, tier: 2 })).view()).gate).includes("field-affectsPeople");
    expect(await open({})).toBe(true);
    expect(await open({ affectsPeople: false })).toBe(false);
  });
});

describe("a change of the project", () => {
  test("is a change of stage 1's answer: its version rises, and the audit says where it came from", async () => {
    const given = await trio();
    await save(given, CASE, { urgency: 3 });
    await changeProject(await editing(given), { affectsPeople: true });
    expect(await getStageView(given.as.LD, CASE)).toMatchObject({
      version: 2,
      document: { urgency: 3, affectsPeople: true },
    });
    const notes = await auditOf({ action: "stage.save", projectId: given.project.id });
    expect(notes.at(-1)).toMatchObject({
      stageKey: CASE,
      after: { affectsPeople: true },
      reason: "Told with the project.",
    });
  });

  test("does not change a signed stage 1 behind its signatures, and leaves nothing half done", async () => {
    const given = await trio();
    await finish(given, CASE);
    const access = await editing(given);
    await expect(changeProject(access, { name: "Other", affectsPeople: true })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "“Business case” is done and cannot be edited. A lead can reopen it.",
    });
    const { name, affectsPeople } = await getProject(given.as.LD);
    expect({ other: name === "Other", affectsPeople }).toEqual({ other: false, affectsPeople: false });
    expect(await changeProject(access, { name: "Other", affectsPeople: false })).toMatchObject({ name: "Other" });
  });

  test("is not for a reviewer, nor for somebody outside", async () => {
    const { project, people } = await makeTeam();
    await expect(authorize(people.RV, project.slug, "project.edit")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(people.outsider, project.slug, "project.edit")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

async function created(input: { affectsPeople?: boolean; tier?: 2 }) {
  const person = await makePerson();
  const project = await createProject(authorizeOrg(person, "project.create"), { name: "Told at once", ...input });
  const access = await authorize(person, project.slug, "project.read", "stage.edit", "stage.move");
  return { project, access, view: () => getStageView(access, CASE) };
}

const editing = ({ people, project }: Awaited<ReturnType<typeof trio>>) =>
  authorize(people.LD, project.slug, "project.edit");
