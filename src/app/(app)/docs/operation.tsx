import { FieldTable, SchemaWords } from "#app/(app)/docs/field-table.tsx";
import { type Field, readSchema, type Schema, typeWords } from "#app/(app)/docs/schema-words.ts";
import { Words } from "#app/(app)/docs/words.tsx";
import { Tag } from "#components/ui/tag.tsx";

export type Operation = {
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: readonly Field[];
  request: Schema | null;
  answers: readonly { status: string; words: string; schema: Schema | null }[];
};

const TONES = { GET: "info", POST: "good", PUT: "warn", PATCH: "warn", DELETE: "bad" } as const;

/** One call: its line, and what it takes and gives once it is opened. */
export function OperationRow({ operation }: { operation: Operation }) {
  const { method, path, summary, description, parameters, request, answers } = operation;
  return (
    <details className="border-b border-rule last:border-b-0">
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2.5 hover:bg-sunken/50">
        <Tag tone={TONES[method as keyof typeof TONES] ?? "quiet"} className="w-14 justify-center">
          {method}
        </Tag>
        <span className="min-w-0 font-mono text-sm wrap-anywhere">{path}</span>
        <span className="text-ink-2">
          <Words text={summary} />
        </span>
      </summary>
      <div className="flex flex-col gap-3 px-1 pb-4">
        <p className="max-w-3xl px-3 text-pretty whitespace-pre-line">
          <Words text={description} />
        </p>
        {parameters.length > 0 && <FieldTable label="Parameter" fields={parameters} />}
        {request && <SchemaWords label="Body" schema={request} />}
        {answers.map(({ status, words, schema }) =>
          schema ? (
            <SchemaWords key={status} label={`Answer ${status}`} schema={schema} />
          ) : (
            <p key={status} className="px-3 text-sm text-ink-2">
              {status}: {words}
            </p>
          ),
        )}
      </div>
    </details>
  );
}

export type Described = {
  summary?: string | undefined;
  description?: string | undefined;
  parameters?: unknown[] | undefined;
  requestBody?: unknown;
  responses?: Record<string, unknown> | undefined;
};

/** From one operation of the OpenAPI document. Problems are told once for all, not here. */
export function operationOf(method: string, path: string, described: Described): Operation {
  return {
    method: method.toUpperCase(),
    path,
    summary: described.summary ?? "",
    description: described.description ?? "",
    parameters: (described.parameters ?? []).flatMap(parameterOf),
    request: schemaIn(described.requestBody),
    answers: Object.entries(described.responses ?? {})
      .filter(([status]) => status.startsWith("2"))
      .map(([status, answer]) => ({ status, words: textIn(answer, "description"), schema: schemaIn(answer) })),
  };
}

function parameterOf(parameter: unknown): Field[] {
  const schema = readSchema(memberOf(parameter, "schema"));
  const name = textIn(parameter, "name");
  if (!schema || !name) return [];
  const required = memberOf(parameter, "required") === true;
  return [{ name, type: typeWords(schema), required, description: textIn(parameter, "description") }];
}

function schemaIn(body: unknown): Schema | null {
  const content = memberOf(body, "content");
  const media = typeof content === "object" && content !== null ? Object.values(content)[0] : undefined;
  const schema = memberOf(media, "schema");
  return schema === undefined ? null : readSchema(schema);
}

function textIn(value: unknown, name: string): string {
  const text = memberOf(value, name);
  return typeof text === "string" ? text : "";
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
