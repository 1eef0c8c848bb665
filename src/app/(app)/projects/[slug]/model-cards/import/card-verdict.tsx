import type { SentCard } from "#app/(app)/projects/[slug]/model-cards/import/send-card.ts";
import { Notice } from "#components/ui/notice.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";

const EXCERPT = 160;

/** What a file becomes, part by part, and what is kept although it has no place of its own. */
export function CardVerdict({ answer }: { answer: SentCard }) {
  const { parts, issues, keptNames, otherSections, results } = answer;
  const shown = parts.filter(({ name }) => name !== "frontMatter" && name !== "otherSections");
  const count = (...changes: string[]) => parts.filter(({ change }) => changes.includes(change)).length;
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="text-base">
        {count("new")} parts are new, {count("changed")} change, {count("same")} stay, {count("removed")} are taken out.
      </p>
      {issues.length > 0 && (
        <Notice tone="bad" title="Mend this in the file first">
          {issues.map(({ path, message }) => (
            <p key={`${path} ${message}`}>{[path, message].filter(Boolean).join(": ")}</p>
          ))}
        </Notice>
      )}
      <TableScroll label="What the file becomes" className="max-h-[28rem] rounded-card border border-rule bg-surface">
        <Table>
          <thead>
            <tr>
              <Th>Part</Th>
              <Th>What happens</Th>
              <Th>Text</Th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, label, change, text }) => (
              <tr key={name}>
                <RowHead className="whitespace-nowrap">{label}</RowHead>
                <Td className="whitespace-nowrap">{WORDS[change]}</Td>
                <Td className="min-w-64 text-ink-2">
                  {text.length > EXCERPT ? `${text.slice(0, EXCERPT).trimEnd()}…` : text}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
      <p className="text-base text-ink-2">
        {otherSections.length > 0 && `Kept as other sections: ${otherSections.join(", ")}. `}
        {keptNames.length > 0 && `Kept in the front matter: ${keptNames.join(", ")}. `}
        {results > 0 && `${results} ${results === 1 ? "result stands" : "results stand"} in model-index.`}
      </p>
    </div>
  );
}

const WORDS = { new: "is new", changed: "changes", same: "stays", removed: "is taken out" } as const;
