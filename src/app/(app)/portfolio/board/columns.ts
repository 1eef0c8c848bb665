import { hrefWith, type PortfolioParams } from "#app/(app)/portfolio/query.ts";
import { isResting } from "#domain/lifecycle.ts";
import type { StageState } from "#domain/vocabulary.ts";
import { formatDays, plural } from "#lib/format-size.ts";
import type { BoardCard, BoardColumn } from "#server/portfolio-views.ts";
import { stageOf } from "#stages/registry.ts";

/** One card as the board needs it: words ready to read, so that little travels to the browser. */
export type CompactCard = {
  slug: string;
  name: string;
  state: StageState;
  age: string;
  overdue: boolean;
  blocker: string | null;
  owner: { id: string; name: string } | null;
  tier: number;
  alerts: string | null;
};
export type CompactColumn = {
  key: string;
  number: number;
  title: string;
  count: number;
  cards: readonly CompactCard[];
  /** Those that are not drawn: how many, and where they are listed. */
  rest: { count: number; href: string } | null;
};

const DAY_MS = 86_400_000;
const RUNNING: readonly StageState[] = ["in_progress", "blocked", "in_review", "needs_attention"];

export function compactColumn(
  { stageKey, count, cards }: BoardColumn,
  params: PortfolioParams,
  now: Date,
): CompactColumn {
  const { number, title } = stageOf(stageKey);
  const rest = count - cards.length;
  return {
    ...{ key: stageKey, number, title, count },
    cards: cards.map((card) => compactCard(card, now)),
    rest: rest > 0 ? { count: rest, href: hrefWith(params, { stage: stageKey, sort: "since" }) } : null,
  };
}

function compactCard(card: BoardCard, now: Date): CompactCard {
  const days = (now.getTime() - card.stageSince.getTime()) / DAY_MS;
  const running = RUNNING.includes(card.state) && !isResting(card.lifecycle);
  return {
    ...{ slug: card.slug, name: card.name, state: card.state, tier: card.tier },
    age: formatDays(days),
    overdue: running && card.targetDays > 0 && days > card.targetDays,
    blocker: card.state === "blocked" ? card.blockedBy : null,
    owner: card.ownerId ? { id: card.ownerId, name: card.ownerName } : null,
    alerts: card.openAlerts > 0 ? plural(card.openAlerts, "open alert") : null,
  };
}
