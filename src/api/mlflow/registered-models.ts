import { logRoute, lookRoute, type MlflowRoute } from "#api/mlflow/route.ts";
import { latestVersions } from "#server/mlflow/model-versions.ts";
import {
  changeRegisteredModel,
  createRegisteredModel,
  deleteAlias,
  deleteRegisteredModel,
  getVersionByAlias,
  searchRegisteredModels,
  setAlias,
} from "#server/mlflow/registered-models.ts";
import { getRegisteredModel } from "#server/mlflow/registry-rows.ts";
import {
  aliasNamed,
  aliasSet,
  latestVersions as latestVersionsBody,
  modelCreate,
  modelGet,
  modelRename,
  modelSearch,
  modelTag,
  modelTagDelete,
  modelUpdate,
} from "#wire/mlflow/registry-requests.ts";
import { modelVersionShape, registeredModelShape } from "#wire/mlflow/shapes.ts";

const at = (name: string) => `/mlflow/registered-models/${name}`;

export const registeredModelRoutes: MlflowRoute[] = [
  logRoute({
    method: "POST",
    path: at("create"),
    body: modelCreate,
    handle: async (access, asked) => ({
      registered_model: registeredModelShape(await createRegisteredModel(access, asked)),
    }),
  }),
  lookRoute({
    method: "GET",
    path: at("get"),
    body: modelGet,
    handle: async (access, { name }) => ({
      registered_model: registeredModelShape(await getRegisteredModel(access, name)),
    }),
  }),
  lookRoute({
    method: "GET",
    path: at("search"),
    body: modelSearch,
    async handle(access, asked) {
      const { items, next } = await searchRegisteredModels(access, asked);
      return { registered_models: items.map(registeredModelShape), next_page_token: next };
    },
  }),
  logRoute({
    method: "POST",
    path: at("rename"),
    body: modelRename,
    async handle(access, { name, new_name: newName }) {
      return { registered_model: registeredModelShape(await changeRegisteredModel(access, name, { newName })) };
    },
  }),
  logRoute({
    method: "PATCH",
    path: at("update"),
    body: modelUpdate,
    async handle(access, { name, description }) {
      return { registered_model: registeredModelShape(await changeRegisteredModel(access, name, { description })) };
    },
  }),
  logRoute({
    method: "DELETE",
    path: at("delete"),
    body: modelGet,
    handle: async (access, { name }) => void (await deleteRegisteredModel(access, name)),
  }),
  logRoute({
    method: "POST",
    path: at("set-tag"),
    body: modelTag,
    handle: async (access, { name, key, value }) =>
      void (await changeRegisteredModel(access, name, { tags: [{ key, value }] })),
  }),
  logRoute({
    method: "DELETE",
    path: at("delete-tag"),
    body: modelTagDelete,
    handle: async (access, { name, key }) => void (await changeRegisteredModel(access, name, { untag: key })),
  }),
  ...(["GET", "POST"] as const).map((method) =>
    lookRoute({
      method,
      path: at("get-latest-versions"),
      body: latestVersionsBody,
      async handle(access, { name, stages }) {
        return { model_versions: (await latestVersions(access, name, stages)).map(modelVersionShape) };
      },
    }),
  ),
  logRoute({
    method: "POST",
    path: at("alias"),
    body: aliasSet,
    handle: async (access, { name, alias, version }) => void (await setAlias(access, name, alias, version)),
  }),
  lookRoute({
    method: "GET",
    path: at("alias"),
    body: aliasNamed,
    handle: async (access, { name, alias }) => ({
      model_version: modelVersionShape(await getVersionByAlias(access, name, alias)),
    }),
  }),
  logRoute({
    method: "DELETE",
    path: at("alias"),
    body: aliasNamed,
    handle: async (access, { name, alias }) => void (await deleteAlias(access, name, alias)),
  }),
];
