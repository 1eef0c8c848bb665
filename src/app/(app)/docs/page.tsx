import type { Metadata } from "next";
import { factSchemaName } from "#api/openapi.ts";
import { anchorOf, PROBLEM_CODES, type ProblemCode } from "#api/problem.ts";
import { apiDocument } from "#api/routes.ts";
import { FactKindsCard } from "#app/(app)/docs/fact-kinds-card.tsx";
import { FieldTable } from "#app/(app)/docs/field-table.tsx";
import { OperationRow } from "#app/(app)/docs/operation.tsx";
import { kindIn, operationsByTag } from "#app/(app)/docs/operations.ts";
import { fieldsOf, readSchema } from "#app/(app)/docs/schema-words.ts";
import { Words } from "#app/(app)/docs/words.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { publicUrl } from "#lib/environment.ts";
import { FACT_KINDS } from "#stages/fact-kinds.ts";

export const metadata: Metadata = { title: "API" };

/** Our own reading of the document that the API serves: nothing here is written twice. */
export default function DocsPage() {
  const document = apiDocument();
  const ofFacts = new Set(FACT_KINDS.map(({ one }) => factSchemaName(one)));
  const shapes = Object.entries(document.components?.schemas ?? {}).filter(([name]) => !ofFacts.has(name));
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="API"
        summary="Everything that a script or a pipeline can do here. Send JSON and a token; lists answer with items and nextCursor, documents with a version to send back."
        actions={<TextLink href="/api/v1/openapi.json">OpenAPI document</TextLink>}
      />
      <Card title="A first call">
        <pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-sm">{`curl ${publicUrl()}/api/v1/me \\\n  -H "Authorization: Bearer $TOKEN"`}</pre>
        <p className="mt-2 text-ink-2">
          Your own tokens are made under <TextLink href="/tokens">API tokens</TextLink>, those of a pipeline in the
          settings of its project.
        </p>
      </Card>
      {[...operationsByTag(document, (path) => kindIn(path, FACT_KINDS) === null)].map(([tag, operations]) => (
        <Card
          key={tag}
          title={tag}
          note={operations.length > 1 ? `${operations.length} calls` : undefined}
          padded={false}
        >
          {operations.map((operation) => (
            <OperationRow key={`${operation.method} ${operation.path}`} operation={operation} />
          ))}
        </Card>
      ))}
      <FactKindsCard />
      <Card title="Errors" note="application/problem+json, RFC 9457" padded={false}>
        <ProblemTable />
      </Card>
      <Card title="Named shapes" padded={false}>
        {shapes.map(([name, json]) => {
          const schema = readSchema(json);
          return (
            <details key={name} className="border-b border-rule last:border-b-0">
              <summary className="cursor-pointer px-4 py-2.5 font-mono text-sm hover:bg-sunken/50">{name}</summary>
              <div id={name} className="scroll-mt-12 px-1 pb-4">
                {schema && <FieldTable label="Field" fields={fieldsOf(schema)} />}
              </div>
            </details>
          );
        })}
      </Card>
    </div>
  );
}

function ProblemTable() {
  return (
    <TableScroll label="Errors">
      <Table>
        <thead>
          <tr>
            <Th>Code</Th>
            <Th number>Status</Th>
            <Th>Meaning</Th>
          </tr>
        </thead>
        <tbody>
          {(Object.keys(PROBLEM_CODES) as ProblemCode[]).map((code) => (
            <tr key={code} id={anchorOf(code)} className="target:bg-sunken/50">
              <RowHead className="font-mono text-sm">{code}</RowHead>
              <Td number>{PROBLEM_CODES[code].status}</Td>
              <Td>
                <Words text={PROBLEM_CODES[code].meaning} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}
