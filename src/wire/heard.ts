import type { FactBag, FactData } from "#stages/fact.ts";

/** The foreign formats that are listened to. */
export const WIRE_FORMATS = [
  "mlflow",
  "otlp",
  "prometheus",
  "openlineage",
  "evidently",
  "cloudevents",
  "github",
  "gitlab",
  "mlflow-webhook",
] as const;
export type WireFormat = (typeof WIRE_FORMATS)[number];

export const WIRE_NAMES: Readonly<Record<WireFormat, string>> = {
  mlflow: "MLflow",
  otlp: "OpenTelemetry",
  prometheus: "Prometheus",
  openlineage: "OpenLineage",
  evidently: "Evidently",
  cloudevents: "CloudEvents",
  github: "GitHub",
  gitlab: "GitLab",
  "mlflow-webhook": "MLflow webhooks",
};

/** One fact as it was heard. */
export type HeardFact = {
  kind: string;
  key: string;
  data: FactData;
  /** Where in the payload it was said. */
  path: string;
  /** What stands when the fact is known already. Left out: what was heard, part by part, over what is there. */
  onto?: (before: FactData) => FactData;
};

export type HeardPoints = {
  series: { name: string; labels?: Record<string, string>; unit?: string };
  /** Epoch milliseconds, value, weight. */
  points: [number, number, number?][];
};

export type Refusal = { path: string; reason: string };

/** A payload in our own words. Facts that others refer to come first. */
export type Heard = {
  /** One line for the log. */
  about: string;
  /** The sender's own id of the event, so that a repetition is known; left out: the hash of its content. */
  sourceId?: string;
  facts: HeardFact[];
  points: HeardPoints[];
  /** What could not be read, or is not for us; the rest is kept. */
  refused: Refusal[];
  /** What the sender should know though nothing was refused. */
  notes: string[];
};

/** What a reader may look at beside the payload itself. */
export type Hearing = { facts: FactBag; now: number };

/** One foreign format: pure, so that a trial says exactly what the real thing would become. */
export type WireReader = {
  format: WireFormat;
  /** The kinds of facts that it looks at. */
  looksAt: readonly { kind: string }[];
  /** Throws INVALID where nothing of the payload can be read. */
  read(payload: unknown, hearing: Hearing): Heard;
};

export function heard(about: string, parts: Partial<Omit<Heard, "about">> = {}): Heard {
  return { about, facts: [], points: [], refused: [], notes: [], ...parts };
}

/** What is known wins; what was heard only fills gaps. For what people decide and machines merely mention. */
export function fillingGaps(heardData: FactData): (before: FactData) => FactData {
  return (before) => ({ ...heardData, ...before });
}
