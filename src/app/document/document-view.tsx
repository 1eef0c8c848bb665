import type { ReactNode } from "react";
import { DocumentTable } from "#app/document/document-table.tsx";
import { LineText } from "#app/document/line-text.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { Prose } from "#components/ui/prose.tsx";
import type { Block, Said } from "#domain/document.ts";
import { formatPercent } from "#lib/format.ts";
import { How } from "#stages/how.tsx";

type DocumentViewProps = {
  blocks: readonly Block[];
  /** The level of a chapter's heading, below that of the page. */
  level: 2 | 3;
  /** When the numbers were computed and the reader's zone, where each may say how it came about. */
  computed?: { at: number; zone: string };
};

/** A document on a page: the same tree that its Markdown and its PDF are made from. */
export function DocumentView({ blocks, level, computed }: DocumentViewProps) {
  return (
    <article className="flex max-w-5xl flex-col gap-3 rounded-card border border-rule bg-surface p-4 sm:p-6 print:max-w-none print:border-0 print:p-0">
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document is drawn once, in its order
        <BlockView key={at} block={block} level={level} computed={computed} />
      ))}
    </article>
  );
}

type BlockViewProps = { block: Block; level: 2 | 3; computed: DocumentViewProps["computed"] };

function BlockView({ block, level, computed }: BlockViewProps): ReactNode {
  switch (block.kind) {
    case "heading": {
      const Heading = block.level === 3 ? (level === 2 ? "h3" : "h4") : level === 2 ? "h2" : "h3";
      if (block.level === 3) return <Heading className="mt-1 font-semibold">{block.text}</Heading>;
      return (
        <Heading className="mt-3 border-t border-rule pt-4 text-lg font-[620] tracking-tight first:mt-0 first:border-0 first:pt-0">
          {block.text}
        </Heading>
      );
    }
    case "paragraph":
      return (
        <p className={`max-w-[75ch] text-pretty wrap-anywhere ${block.quiet ? "text-sm text-ink-2" : "text-md"}`}>
          <LineText line={block.line} />
        </p>
      );
    case "missing":
      return (
        <p className="text-base text-ink-2">
          {block.text}{" "}
          {block.mend && (
            <span className="no-print">
              <LineText line={[block.mend]} />
            </span>
          )}
        </p>
      );
    case "list":
      return (
        <ul className="flex max-w-[75ch] list-disc flex-col gap-1 pl-5 text-base text-pretty wrap-anywhere">
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <li key={at}>
              <LineText line={item} />
            </li>
          ))}
        </ul>
      );
    case "said":
      return <SaidView rows={block.rows} computed={computed} />;
    case "table":
      return <DocumentTable table={block} />;
    case "bars":
      return <BarsView block={block} />;
    case "prose":
      return <Prose text={block.markdown} />;
  }
}

function SaidView({ rows, computed }: { rows: readonly Said[]; computed: DocumentViewProps["computed"] }) {
  return (
    <dl className="flex flex-col gap-y-1.5 text-base">
      {rows.map(({ label, value, how }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <div key={at} className="grid gap-x-6 sm:grid-cols-[minmax(0,15rem)_minmax(0,1fr)] print:grid-cols-[12rem_1fr]">
          <dt className="text-ink-2">{label}</dt>
          <dd className="min-w-0 max-w-[75ch] text-pretty wrap-anywhere whitespace-pre-line">
            {value ? <LineText line={value} /> : <span className="text-ink-2">Not recorded</span>}
            {how && computed && (
              <>
                {" "}
                <How figure={how} at={computed.at} zone={computed.zone} />
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function BarsView({ block: { label, rows } }: { block: Extract<Block, { kind: "bars" }> }) {
  return (
    <table className="w-full max-w-2xl text-base">
      <caption className="sr-only">{label}</caption>
      <tbody>
        {rows.map(({ label: name, share, text }) => (
          <tr key={name}>
            <th scope="row" className="w-48 py-0.5 pr-4 text-left font-normal text-ink-2 max-sm:w-36">
              {name}
            </th>
            <td className="w-2/5 py-0.5 max-sm:hidden">
              <ProgressBar value={share} label={share === null ? "not known" : formatPercent(share, 0)} tone="info" />
            </td>
            <td className="figures py-0.5 sm:pl-4">
              {[share === null ? null : formatPercent(share, 0), text].filter(Boolean).join(", ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
