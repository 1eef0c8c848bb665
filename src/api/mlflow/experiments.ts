import { logRoute, lookRoute, type MlflowRoute } from "#api/mlflow/route.ts";
import {
  changeExperiment,
  createExperiment,
  getExperiment,
  getExperimentNamed,
  searchExperiments,
} from "#server/mlflow/experiments.ts";
import {
  experimentCreate,
  experimentGet,
  experimentGetByName,
  experimentSearch,
  experimentTag,
  experimentTagDelete,
  experimentUpdate,
} from "#wire/mlflow/requests.ts";
import { experimentShape } from "#wire/mlflow/shapes.ts";

const at = (name: string) => `/mlflow/experiments/${name}`;

export const experimentRoutes: MlflowRoute[] = [
  logRoute({
    method: "POST",
    path: at("create"),
    body: experimentCreate,
    handle: async (access, { name, tags }) => ({ experiment_id: String(await createExperiment(access, name, tags)) }),
  }),
  lookRoute({
    method: "GET",
    path: at("get"),
    body: experimentGet,
    handle: async (access, { experiment_id: id }) => ({ experiment: experimentShape(await getExperiment(access, id)) }),
  }),
  lookRoute({
    method: "GET",
    path: at("get-by-name"),
    body: experimentGetByName,
    handle: async (access, { experiment_name: name }) => ({
      experiment: experimentShape(await getExperimentNamed(access, name)),
    }),
  }),
  ...(["GET", "POST"] as const).map((method) =>
    lookRoute({
      method,
      path: at("search"),
      body: experimentSearch,
      async handle(access, asked) {
        const { items, next } = await searchExperiments(access, asked);
        return { experiments: items.map(experimentShape), next_page_token: next };
      },
    }),
  ),
  logRoute({
    method: "POST",
    path: at("update"),
    body: experimentUpdate,
    handle: async (access, { experiment_id: id, new_name: name }) =>
      void (await changeExperiment(access, id, { name })),
  }),
  logRoute({
    method: "POST",
    path: at("delete"),
    body: experimentGet,
    handle: async (access, { experiment_id: id }) => void (await changeExperiment(access, id, { deleted: true })),
  }),
  logRoute({
    method: "POST",
    path: at("restore"),
    body: experimentGet,
    handle: async (access, { experiment_id: id }) => void (await changeExperiment(access, id, { deleted: false })),
  }),
  logRoute({
    method: "POST",
    path: at("set-experiment-tag"),
    body: experimentTag,
    handle: async (access, { experiment_id: id, key, value }) =>
      void (await changeExperiment(access, id, { tags: [{ key, value }] })),
  }),
  logRoute({
    method: "POST",
    path: at("delete-experiment-tag"),
    body: experimentTagDelete,
    handle: async (access, { experiment_id: id, key }) => void (await changeExperiment(access, id, { untag: key })),
  }),
];
