import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { stateSchema } from "#api/v1/project-shape.ts";
import { documentSchema, itemSchema, stageOfView, stageSchema } from "#api/v1/stage-shape.ts";
import { AppError } from "#domain/errors.ts";
import { ROLES } from "#domain/vocabulary.ts";
import { itemChangeSchema, removeEvidence, setItem } from "#server/checklists.ts";
import { getStageView } from "#server/stage-view.ts";
import { planStage, planStageSchema, saveStage, saveStageSchema } from "#server/stages.ts";
import { moveStage, transitionSchema } from "#server/transitions.ts";

const tag = "Stages";

const savedSchema = z
  .object({ key: z.string(), state: stateSchema, version: z.number(), document: documentSchema, savedAt: z.date() })
  .meta({ id: "SavedStage" });

const movedSchema = z
  .object({
    key: z.string(),
    from: stateSchema,
    state: stateSchema,
    waitsFor: z.array(z.enum(ROLES)).readonly().meta({ description: "Roles that have still to sign." }),
  })
  .meta({ id: "MovedStage" });

export const stageRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/stages/{stage}",
    tag,
    summary: "A stage: document, checklist, gate and sign-offs",
    needs: { permission: "project.read" },
    response: stageSchema,
    handle: async (access, { params }) => stageOfView(await getStageView(access, params.stage)),
  }),
  route({
    method: "PUT",
    path: "/projects/{slug}/stages/{stage}",
    tag,
    summary: "Saves the draft whole",
    description:
      "`version` is the one that was read, 0 before the first save; a stale one is 409 with `current`. The first save starts the stage where its entry conditions hold.",
    needs: { permission: "stage.edit" },
    body: saveStageSchema,
    response: savedSchema,
    async handle(access, { params, body }) {
      const saved = await saveStage(access, params.stage, body);
      return { ...saved, document: { ...saved.document } };
    },
  }),
  route({
    method: "PATCH",
    path: "/projects/{slug}/stages/{stage}",
    tag,
    summary: "Says who owns the stage, and until when",
    needs: { permission: ["stage.move", "project.read"] },
    body: planStageSchema,
    response: stageSchema,
    async handle(access, { params, body }) {
      await planStage(access, params.stage, body);
      return stageOfView(await getStageView(access, params.stage));
    },
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/stages/{stage}/transitions",
    tag,
    summary: "Moves the stage by one verb",
    description:
      "409 with code GATE_CLOSED and the unmet `requirements`, or CONFLICT for a verb that the state does not allow.",
    needs: { permission: "stage.move" },
    body: transitionSchema,
    response: movedSchema,
    async handle(access, { params, body }) {
      const { stageKey: key, ...moved } = await moveStage(access, params.stage, body);
      return { key, ...moved };
    },
  }),
  route({
    method: "PUT",
    path: "/projects/{slug}/stages/{stage}/checklist/{item}",
    tag,
    summary: "Ticks, unticks or sets aside an item, with its evidence",
    needs: { permission: ["evidence.add", "project.read"] },
    body: itemChangeSchema,
    response: itemSchema,
    async handle(access, { params, body }) {
      await setItem(access, params.stage, params.item, body);
      const { checklist } = await getStageView(access, params.stage);
      const item = checklist.find(({ key }) => key === params.item);
      if (!item) throw new AppError("NOT_FOUND", "This item does not concern the project any more.");
      return item;
    },
  }),
  route({
    method: "DELETE",
    path: "/projects/{slug}/evidence/{id}",
    tag,
    summary: "Takes one piece of evidence away",
    needs: { permission: "evidence.add" },
    handle: async (access, { params }) => void (await removeEvidence(access, params.id)),
  }),
];
