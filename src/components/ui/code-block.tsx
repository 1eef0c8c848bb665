import { TableScroll } from "#components/ui/table.tsx";

/** Lines to copy or to read as they are; what is too wide or too long scrolls, also by keyboard. */
export function CodeBlock({ label, text }: { label: string; text: string }) {
  return (
    <TableScroll label={label} className="max-h-[32rem] rounded-control bg-sunken">
      <pre className="px-3 py-2.5 font-mono text-sm print:whitespace-pre-wrap">
        <code>{text}</code>
      </pre>
    </TableScroll>
  );
}
