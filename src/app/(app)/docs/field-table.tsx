import { type Field, fieldsOf, type Schema, typeWords } from "#app/(app)/docs/schema-words.ts";
import { Words } from "#app/(app)/docs/words.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";

export function FieldTable({ label, fields }: { label: string; fields: readonly Field[] }) {
  return (
    <TableScroll label={label}>
      <Table>
        <thead>
          <tr>
            <Th>{label}</Th>
            <Th>Type</Th>
            <Th>Meaning</Th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, type, required, description }) => (
            <tr key={name}>
              <RowHead className="align-top font-mono text-sm font-normal">
                {name}
                {!required && <span className="text-ink-2"> (optional)</span>}
              </RowHead>
              <Td className="min-w-32 align-top font-mono text-sm wrap-anywhere text-ink-2">{type}</Td>
              <Td className="min-w-48 align-top text-pretty">
                <Words text={description} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

/** An object field by field; a named one as a link to where it is told. */
export function SchemaWords({ label, schema }: { label: string; schema: Schema }) {
  const fields = fieldsOf(schema);
  if (fields.length > 0) return <FieldTable label={label} fields={fields} />;
  const name = schema.$ref?.split("/").at(-1);
  return (
    <p className="px-3 py-1.5">
      <span className="text-sm font-medium text-ink-2">{label}: </span>
      {name ? (
        <TextLink href={`#${name}`}>{name}</TextLink>
      ) : (
        <span className="font-mono text-sm">{typeWords(schema)}</span>
      )}
    </p>
  );
}
