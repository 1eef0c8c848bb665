import { invalid } from "#domain/errors.ts";
import { timeOf } from "#domain/metric-points.ts";
import { findFactKind } from "#stages/fact-kinds.ts";
import { type CloudEvent, cloudEventIn, identityOf } from "#wire/cloudevents/envelope.ts";
import { type Heard, type HeardPoints, type Hearing, heard, type Refusal, type WireReader } from "#wire/heard.ts";
import { isJson, type Json, listIn, objectIn, textIn } from "#wire/json.ts";
import { keyOf } from "#wire/keys.ts";
import { openLineage } from "#wire/openlineage/reader.ts";

const FACT_TYPE = /(?:^|\.)fact\.([a-z-]+)$/;
const POINTS_TYPE = /(?:^|\.)points$/;

/**
 * CloudEvents 1.0. `….fact.<kind>`: data is one fact, or a list of them; `….points`: data is what /metrics takes. An event
 * of OpenLineage in the envelope is read as one. Of other types it is only noted that they came.
 */
export const cloudEvents: WireReader = {
  format: "cloudevents",
  looksAt: openLineage.looksAt,
  read(payload, hearing) {
    if (!isJson(payload)) throw invalid("", "A CloudEvent is an object.");
    const event = cloudEventIn(payload);
    return { ...meaningOf(event, hearing), sourceId: identityOf(event) };
  },
};

function meaningOf(event: CloudEvent, hearing: Hearing): Heard {
  const about = event.subject ? `${event.type}: ${event.subject}` : event.type;
  const [, kind] = FACT_TYPE.exec(event.type) ?? [];
  if (kind) return factsIn(event, kind, about);
  if (POINTS_TYPE.test(event.type)) return pointsIn(event.data, about);
  if (isLineage(event.data)) return { ...openLineage.read(event.data, hearing), about };
  return heard(about, { notes: [`Nothing is filed for events of type ${event.type}.`] });
}

function isLineage(data: unknown): boolean {
  return isJson(data) && typeof data.eventTime === "string" && ("run" in data || "job" in data || "dataset" in data);
}

function factsIn(event: CloudEvent, name: string, about: string): Heard {
  const kind = findFactKind(name);
  if (!kind) throw invalid("type", `There are no facts called “${name}”.`);
  const many = Array.isArray(event.data);
  const parts: readonly unknown[] = Array.isArray(event.data) ? event.data : [event.data];
  const refused: Refusal[] = [];
  const facts = parts.flatMap((part, place) => {
    const path = many ? `data[${place}]` : "data";
    if (!isJson(part)) {
      refused.push({ path, reason: "A fact is an object." });
      return [];
    }
    const { key, ...data } = part;
    const own = typeof key === "string" && key ? key : keyOf(event.id, many ? place : null);
    return [{ kind: kind.kind, key: own, data, path }];
  });
  return heard(about, { facts, refused });
}

function pointsIn(data: unknown, about: string): Heard {
  const batches: readonly unknown[] = isJson(data) && "batches" in data ? listIn(data, "batches") : [data];
  const refused: Refusal[] = [];
  const points = batches.flatMap((batch, place): HeardPoints[] => {
    const series = objectIn(batch, "series");
    const name = textIn(series, "name");
    const good = listIn(batch, "points").flatMap((point, at) => pointOf(point, `data.points[${at}]`, refused));
    const labels = labelsOf(series);
    if (name && labels) return [{ series: { name, ...labels, ...unitOf(series) }, points: good }];
    const [part, reason] = name ? ["labels", "Labels are texts by name."] : ["name", "A series has a name."];
    refused.push({ path: `data.batches[${place}].series.${part}`, reason });
    return [];
  });
  return heard(about, { points, refused });
}

function pointOf(point: unknown, path: string, refused: Refusal[]): [number, number, number?][] {
  const [time, value, n]: readonly unknown[] = Array.isArray(point) ? point : [];
  const at = timeOf(time);
  if (at !== null && typeof value === "number" && (n === undefined || typeof n === "number"))
    return [n === undefined ? [at, value] : [at, value, n]];
  refused.push({ path, reason: "A point is [time, value, n?]." });
  return [];
}

/** Null where one is no text: leaving it out would make one series of two. */
function labelsOf(series: Json | undefined): { labels?: Record<string, string> } | null {
  if (series?.labels === undefined) return {};
  const labels = Object.entries(objectIn(series, "labels") ?? { "": null });
  const texts = labels.filter((label): label is [string, string] => typeof label[1] === "string");
  return texts.length === labels.length ? { labels: Object.fromEntries(texts) } : null;
}

function unitOf(series: Json | undefined): { unit?: string } {
  const unit = textIn(series, "unit");
  return unit ? { unit } : {};
}
