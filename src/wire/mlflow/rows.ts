/* What is remembered of MLflow's things, as the database hands it out: times in ms, JSON as it was sent. */

export type Texts = Readonly<Record<string, string>>;

export type ExperimentRow = {
  id: number;
  name: string;
  tags: Texts;
  createdAt: number;
  updatedAt: number;
  deletedAt: number | null;
};

/** A number that JSON cannot say comes as its word: "NaN", "Infinity", "-Infinity". */
export type MetricRow = { key: string; value: number | string; timestamp: number; step: number };

export type DatasetInput = {
  tags: { key: string; value: string }[];
  dataset: {
    name: string;
    digest: string;
    source_type?: string | undefined;
    source?: string | undefined;
    schema?: string | undefined;
    profile?: string | undefined;
  };
};
export type ModelLink = { model_id: string; step?: number };
export type RunInputs = { datasets?: DatasetInput[]; models?: ModelLink[] };

export type RunRow = {
  id: string;
  experimentId: number;
  name: string;
  userId: string;
  status: string;
  startTime: number;
  endTime: number | null;
  deletedAt: number | null;
  params: Texts;
  tags: Texts;
  inputs: RunInputs;
  outputs: ModelLink[];
  metrics: MetricRow[];
};

export type ModelMetricRow = MetricRow & { runId: string; datasetName: string; datasetDigest: string };

export type LoggedModelRow = {
  id: string;
  experimentId: number;
  name: string;
  sourceRunId: string | null;
  modelType: string;
  status: string;
  statusMessage: string | null;
  params: Texts;
  tags: Texts;
  createdAt: number;
  updatedAt: number;
  metrics: ModelMetricRow[];
};

export type ModelVersionRow = {
  name: string;
  version: number;
  source: string;
  runId: string | null;
  modelId: string | null;
  runLink: string;
  description: string;
  stage: string;
  userId: string;
  tags: Texts;
  createdAt: number;
  updatedAt: number;
  /** Names of the aliases that point to it. */
  aliases: string[];
};

export type RegisteredModelRow = {
  name: string;
  description: string;
  tags: Texts;
  aliases: Readonly<Record<string, number>>;
  createdAt: number;
  updatedAt: number;
  latest: ModelVersionRow[];
};
