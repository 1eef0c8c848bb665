import { invalid } from "#domain/errors.ts";
import { isJson, type Json, textIn } from "#wire/json.ts";

/** A CloudEvent 1.0 as it was read from one of its three forms. */
export type CloudEvent = {
  id: string;
  source: string;
  type: string;
  subject: string | null;
  time: string | null;
  data: unknown;
};

export function cloudEventIn(event: Json): CloudEvent {
  for (const name of ["id", "source", "type"])
    if (!textIn(event, name)) throw invalid(name, `A CloudEvent has ${name === "id" ? "an id" : `a ${name}`}.`);
  if (event.specversion !== "1.0") throw invalid("specversion", "CloudEvents 1.0 is what is read here.");
  return {
    id: textIn(event, "id") ?? "",
    source: textIn(event, "source") ?? "",
    type: textIn(event, "type") ?? "",
    subject: textIn(event, "subject") ?? null,
    time: textIn(event, "time") ?? null,
    data: event.data,
  };
}

const ATTRIBUTE = /^ce-([a-z0-9]{1,20})$/;

/** The binary form: attributes stand in headers, percent-encoded, and the body is the data. Null where it is none. */
export function fromHeaders(headers: Iterable<[string, string]>, data: unknown): Json | null {
  const attributes = [...headers].flatMap(([name, value]) => {
    const [, attribute] = ATTRIBUTE.exec(name.toLowerCase()) ?? [];
    return attribute ? [[attribute, decoded(value)] as const] : [];
  });
  return attributes.length > 0 ? { ...Object.fromEntries(attributes), data } : null;
}

/** RFC 3986 escapes; what is none stands as it came. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Two senders may use the same id: an event is known by both. A space in the source, which is an address, is none of theirs. */
export function identityOf({ source, id }: CloudEvent): string {
  return `${source.replaceAll(" ", "%20")} ${id}`;
}

export function isCloudEvent(value: unknown): value is Json {
  return isJson(value) && "specversion" in value;
}
