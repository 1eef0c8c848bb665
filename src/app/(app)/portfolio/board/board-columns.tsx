"use client";

import Link from "next/link";
import type { CompactCard, CompactColumn } from "#app/(app)/portfolio/board/columns.ts";
import { Avatar } from "#components/ui/avatar.tsx";
import { STAGE_STATE_NAMES, StageGlyph } from "#components/ui/stage-glyph.tsx";
import { classNames } from "#lib/class-names.ts";

/** Columns are stages; on a narrow screen they scroll sideways. Compact cards in, one component, as the table has it. */
export function BoardColumns({ columns }: { columns: readonly CompactColumn[] }) {
  return (
    <section
      aria-label="Projects by stage"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="relative overflow-x-auto rounded-card border border-rule bg-surface print:overflow-visible"
    >
      <ol className="flex min-w-max print:min-w-0 print:flex-wrap">
        {columns.map((column) => (
          <li
            key={column.key}
            className="w-48 shrink-0 grow border-l border-rule first:border-l-0 print:max-w-1/3 print:border-t"
          >
            <Column column={column} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Column({ column: { key, number, title, count, cards, rest } }: { column: CompactColumn }) {
  return (
    <>
      <h2 className="flex items-baseline justify-between gap-2 border-b border-rule px-3 py-2 text-sm font-medium text-ink-2">
        <span className="min-w-0 truncate">
          <span className="figures">{number}</span> <span className="font-semibold text-ink">{title}</span>
        </span>
        <span className="figures">{count}</span>
      </h2>
      {cards.length === 0 ? (
        <p className="px-3 py-3 text-sm text-ink-2">No project stands here.</p>
      ) : (
        <ul className="flex flex-col">
          {cards.map((card) => (
            <Card key={card.slug} card={card} stage={key} />
          ))}
          {rest && (
            <li className="px-3 py-2.5 text-sm">
              <Link href={rest.href} prefetch={false} className="font-medium underline underline-offset-2">
                {rest.count.toLocaleString("en-GB")} more
              </Link>
            </li>
          )}
        </ul>
      )}
    </>
  );
}

function Card({ card, stage }: { card: CompactCard; stage: string }) {
  return (
    <li className="relative border-b border-rule px-3 py-2.5 last:border-b-0 hover:bg-sunken/50">
      <span className="flex items-start gap-2">
        <StageGlyph state={card.state} size={14} label={STAGE_STATE_NAMES[card.state]} className="mt-0.5" />
        <Link
          href={`/projects/${card.slug}/stages/${stage}`}
          prefetch={false}
          className="min-w-0 flex-1 font-semibold wrap-anywhere after:absolute after:inset-0"
        >
          {card.name}
        </Link>
        {card.owner && <Avatar person={card.owner} size={18} />}
      </span>
      <span className="mt-1 flex flex-wrap gap-x-2 pl-[1.375rem] text-sm text-ink-2">
        <span className={classNames("figures", card.overdue && "font-semibold text-bad")}>
          {card.age}
          {card.overdue && <span className="sr-only">, longer than planned</span>}
        </span>
        {card.tier > 1 && <span>tier {card.tier}</span>}
        {card.alerts && <span>{card.alerts}</span>}
      </span>
      {card.blocker && (
        <span className="mt-0.5 block pl-[1.375rem] text-sm wrap-anywhere text-ink-2">waits for {card.blocker}</span>
      )}
    </li>
  );
}
