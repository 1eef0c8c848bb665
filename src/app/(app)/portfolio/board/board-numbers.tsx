import type { CompactColumn } from "#app/(app)/portfolio/board/columns.ts";
import { Numbers } from "#components/charts/chart-frame.tsx";
import { STAGE_STATE_NAMES } from "#components/ui/stage-glyph.tsx";

type BoardNumbersProps = { columns: readonly CompactColumn[]; csvHref: string };

/** The board as rows: the same cards, to be read line by line or taken along. */
export function BoardNumbers({ columns, csvHref }: BoardNumbersProps) {
  const cards = columns.flatMap(({ key, number, title, cards: own }) =>
    own.map((card) => ({ ...card, stage: `${number} ${title}`, href: `/projects/${card.slug}/stages/${key}` })),
  );
  return (
    <Numbers
      title="Stage board"
      csvHref={csvHref}
      table={{
        hrefs: cards.map(({ href }) => href),
        columns: ["Project", "Stage", "State", "In stage", "Waits for", "Owner"],
        rows: cards.map((card) => [
          card.name,
          card.stage,
          STAGE_STATE_NAMES[card.state],
          card.overdue ? `${card.age}, longer than planned` : card.age,
          card.blocker ?? "–",
          card.owner?.name ?? "–",
        ]),
      }}
    />
  );
}
