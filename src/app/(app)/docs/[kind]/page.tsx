import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { factSchemaName } from "#api/openapi.ts";
import { apiDocument } from "#api/routes.ts";
import { FieldTable } from "#app/(app)/docs/field-table.tsx";
import { OperationRow } from "#app/(app)/docs/operation.tsx";
import { kindIn, operationsByTag } from "#app/(app)/docs/operations.ts";
import { fieldsOf, readSchema } from "#app/(app)/docs/schema-words.ts";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { sentenceCase } from "#lib/sentence-case.ts";
import { FACT_KINDS, findFactKind } from "#stages/fact-kinds.ts";

type KindDocsProps = { params: Promise<{ kind: string }> };

export async function generateMetadata({ params }: KindDocsProps): Promise<Metadata> {
  return { title: sentenceCase(findFactKind((await params).kind)?.many ?? "API") };
}

export default async function KindDocsPage({ params }: KindDocsProps) {
  const kind = findFactKind((await params).kind);
  if (!kind) notFound();
  const document = apiDocument();
  const operations = [...operationsByTag(document, (path) => kindIn(path, FACT_KINDS) === kind.kind).values()].flat();
  const schema = readSchema(document.components?.schemas?.[factSchemaName(kind.one)]);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={sentenceCase(kind.many)}
        crumbs={[{ label: "API", href: "/docs" }, { label: sentenceCase(kind.many) }]}
        summary={kind.help}
      />
      <Card title={`A ${kind.one}`} padded={false}>
        <div className="px-1 pb-3">{schema && <FieldTable label="Part" fields={fieldsOf(schema)} />}</div>
      </Card>
      <Card title="Calls" padded={false}>
        {operations.map((operation) => (
          <OperationRow key={`${operation.method} ${operation.path}`} operation={operation} />
        ))}
      </Card>
    </div>
  );
}
