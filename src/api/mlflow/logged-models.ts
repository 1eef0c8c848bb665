import { z } from "zod";
import { logRoute, lookRoute, type MlflowRoute } from "#api/mlflow/route.ts";
import {
  changeLoggedModel,
  createLoggedModel,
  getLoggedModel,
  searchLoggedModels,
} from "#server/mlflow/logged-models.ts";
import {
  loggedModelCreate,
  loggedModelFinish,
  loggedModelParams,
  loggedModelSearch,
  loggedModelTags,
} from "#wire/mlflow/registry-requests.ts";
import { loggedModelShape } from "#wire/mlflow/shapes.ts";

const ALL = "/mlflow/logged-models";
const ONE = `${ALL}/{model_id}`;
const named = z.object({ model_id: z.string().max(256) });
const tagged = named.extend({ key: z.string().max(250) });

/** Without these no client of 3.x can log a model. */
export const loggedModelRoutes: MlflowRoute[] = [
  logRoute({
    method: "POST",
    path: ALL,
    body: loggedModelCreate,
    handle: async (access, asked) => ({ model: loggedModelShape(await createLoggedModel(access, asked)) }),
  }),
  lookRoute({
    method: "POST",
    path: `${ALL}/search`,
    body: loggedModelSearch,
    async handle(access, asked) {
      const { items, next } = await searchLoggedModels(access, asked);
      return { models: items.map(loggedModelShape), next_page_token: next };
    },
  }),
  lookRoute({
    method: "GET",
    path: ONE,
    body: named,
    handle: async (access, { model_id: id }) => ({ model: loggedModelShape(await getLoggedModel(access, id)) }),
  }),
  logRoute({
    method: "PATCH",
    path: ONE,
    body: named.extend(loggedModelFinish.shape),
    async handle(access, { model_id: id, status }) {
      await changeLoggedModel(access, id, { status });
      return { model: loggedModelShape(await getLoggedModel(access, id)) };
    },
  }),
  logRoute({
    method: "DELETE",
    path: ONE,
    body: named,
    handle: async (access, { model_id: id }) => void (await changeLoggedModel(access, id, { deleted: true })),
  }),
  logRoute({
    method: "PATCH",
    path: `${ONE}/tags`,
    body: named.extend(loggedModelTags.shape),
    handle: async (access, { model_id: id, tags }) => void (await changeLoggedModel(access, id, { tags })),
  }),
  logRoute({
    method: "DELETE",
    path: `${ONE}/tags/{key}`,
    body: tagged,
    handle: async (access, { model_id: id, key }) => void (await changeLoggedModel(access, id, { untag: key })),
  }),
  logRoute({
    method: "POST",
    path: `${ONE}/params`,
    body: named.extend(loggedModelParams.shape),
    handle: async (access, { model_id: id, params }) => void (await changeLoggedModel(access, id, { params })),
  }),
];
