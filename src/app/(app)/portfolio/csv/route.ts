import { headers } from "next/headers";
import { asQuery, portfolioParams } from "#app/(app)/portfolio/query.ts";
import { type CsvCell, toCsv } from "#lib/csv.ts";
import { portfolioOf, type Visibility } from "#server/access.ts";
import { listPortfolio, type PortfolioQuery, type PortfolioRow } from "#server/portfolio.ts";
import { portfolioBottlenecks, portfolioMap, stageBoard } from "#server/portfolio-views.ts";
import { findSession } from "#server/session.ts";
import { STAGE_KEYS } from "#stages/registry.ts";

type Sheet = { head: string[]; rows: CsvCell[][] };

/** The board draws so many cards a column; its file has as many. */
const SHEETS: Readonly<Record<string, (view: Visibility, query: PortfolioQuery) => Promise<Sheet>>> = {
  async table(view, query) {
    const rows = await allRows(view, query);
    const ends = ["criteria_met", "criteria", "outcome", "health", "open_alerts", "value_a_year", "currency"];
    return {
      head: ["project", "name", "owner", "tier", "lifecycle", ...STAGE_KEYS, "in_stage_since", "target_days", ...ends],
      rows: rows.map((row) => [
        ...[row.slug, row.name, row.ownerName, row.tier, row.lifecycle, ...row.states],
        ...[row.stageSince.toISOString(), row.targetDays, row.criteriaMet, row.criteriaTotal, row.outcome, row.health],
        ...[row.openAlerts, row.annualValue, row.currency],
      ]),
    };
  },
  async map(view, query) {
    const { bubbles } = await portfolioMap(view, query);
    return {
      head: ["project", "name", "value", "feasibility", "quadrant", "delay_loss_month", "currency", "health"],
      rows: bubbles.map((b) => [
        b.slug,
        b.name,
        b.value,
        b.feasibility,
        b.quadrant,
        b.delayLoss,
        b.currency,
        b.healthBand,
      ]),
    };
  },
  async board(view, query) {
    const columns = await stageBoard(view, query);
    return {
      head: ["stage", "project", "name", "state", "since", "target_days", "tier", "owner", "waits_for", "open_alerts"],
      rows: columns.flatMap(({ stageKey, cards }) =>
        cards.map((card) => [
          ...[stageKey, card.slug, card.name, card.state, card.stageSince.toISOString(), card.targetDays],
          ...[card.tier, card.ownerName, card.blockedBy, card.openAlerts],
        ]),
      ),
    };
  },
  async bottlenecks(view, query) {
    const { stages } = await portfolioBottlenecks(view, query);
    return {
      head: ["stage", "title", "index", "median_days", "target_days", "wait_share", "in_it_now"],
      rows: stages.map((s) => [s.key, s.title, s.index, s.medianDays, s.targetDays, s.waitShare, s.wip]),
    };
  },
};

const MOST_ROWS = 10_000;

/** Every page of the table, as far as a spreadsheet is read. */
async function allRows(view: Visibility, query: PortfolioQuery): Promise<PortfolioRow[]> {
  const rows: PortfolioRow[] = [];
  let cursor: string | null = null;
  do {
    const page = await listPortfolio(view, { ...query, limit: 100, ...(cursor ? { cursor } : {}) });
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && rows.length < MOST_ROWS);
  return rows;
}

/** The numbers behind a view of the portfolio, as its filters have them. */
export async function GET(request: Request): Promise<Response> {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const session = await findSession(await headers());
  if (!session) return new Response("Sign in first.", { status: 401 });
  const sheet = SHEETS[asked.view ?? ""];
  if (!sheet) return new Response("There is no such view.", { status: 404 });
  const { head, rows } = await sheet(portfolioOf(session.actor), asQuery(portfolioParams.parse(asked)));
  return new Response(toCsv(head, rows), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="portfolio-${asked.view}.csv"`,
    },
  });
}
