import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { ValueBars } from "#components/charts/value-bars.tsx";
import { toCents, valueModel } from "#domain/value.ts";
import { csvLink } from "#lib/csv-link.ts";
import { formatMoney, formatMoneyCompact, formatNumber } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { plural } from "#lib/format-size.ts";
import type { ValueRevision } from "#stages/business-case/value-revision.ts";
import { How } from "#stages/how.tsx";
import { type ValueAssumptions, valueCaseOf } from "#stages/value-case.ts";

type ValueHistoryProps = {
  /** Newest first. */
  revisions: readonly ValueRevision[];
  names: ReadonlyMap<string, string>;
  assumed: ValueAssumptions;
  currency: string;
  at: number;
  zone: string;
};

/** So many the picture can tell apart; the table has all. */
const MOST_DRAWN = 8;
const COLUMNS = ["Revision", "When", "By", "What changed", "Net present value", "Return"];

/** What the case was worth each time it changed: whether it grew by what was learnt, or by hope. */
export function ValueHistory({ revisions, names, assumed, currency, at, zone }: ValueHistoryProps) {
  const rows = revisions.map((revision) => rowOf(revision, names, assumed));
  const known = rows.filter(({ npv }) => npv !== null);
  const [newest] = known;
  const oldest = known.at(-1);
  if (!newest || !oldest || known.length < 2) return null;
  const drawn = rows.slice(0, MOST_DRAWN);
  const finding = findingOf(oldest, newest, rows.length, currency);
  const times = (roi: number | null) => (roi === null ? "–" : `${formatNumber(roi, 2)}×`);
  return (
    <ChartFrame
      title="How the value changed"
      measure={`Net present value in ${currency}, and the return beside it, by revision of the value case, newest first${
        rows.length > drawn.length ? `. The last ${MOST_DRAWN} of ${rows.length} are drawn` : ""
      }`}
      actions={
        <How
          figure={{ label: "Net present value", calculator: "value_model", inputs: newest.answers }}
          at={at}
          zone={zone}
        />
      }
      finding={finding}
      table={{
        columns: COLUMNS,
        rows: rows.map((row) => [
          String(row.revision),
          formatDate(row.at, zone),
          row.by,
          row.changed,
          row.npv === null ? "–" : formatMoney(toCents(row.npv), currency),
          times(row.roi),
        ]),
      }}
      csvHref={csvLink(
        COLUMNS,
        rows.map((row) => [
          row.revision,
          new Date(row.at).toISOString(),
          row.by,
          row.changed,
          row.npv === null ? null : toCents(row.npv),
          row.roi,
        ]),
      )}
    >
      <ValueBars
        label={`Net present value by revision. ${finding}`}
        bars={drawn.map((row, place) => ({
          key: String(row.revision),
          name: `Revision ${row.revision}`,
          note: `${formatDate(row.at, zone)}, ${row.changed}`,
          value: row.npv,
          text: row.npv === null ? "not known yet" : `${formatMoneyCompact(row.npv, currency)} ${times(row.roi)}`,
          own: place === 0,
        }))}
      />
    </ChartFrame>
  );
}

type Row = ReturnType<typeof rowOf>;

function rowOf({ data, at, recordedBy }: ValueRevision, names: ReadonlyMap<string, string>, assumed: ValueAssumptions) {
  const value = valueCaseOf(data.value, assumed);
  const worth = value && valueModel(value);
  return {
    ...{ revision: data.revision, at, answers: data.value },
    by: recordedBy ? (names.get(recordedBy) ?? "somebody who left") : "a service",
    changed: data.changed?.join(", ").toLowerCase() || data.summary,
    npv: worth?.npv ?? null,
    roi: worth?.roi ?? null,
  };
}

function findingOf(oldest: Row, newest: Row, count: number, currency: string): string {
  const [before, after] = [oldest.npv ?? 0, newest.npv ?? 0];
  const way = after === before ? "stayed at" : after > before ? "rose to" : "fell to";
  return `Over ${plural(count, "revision")} the value ${way} ${formatMoneyCompact(after, currency)}${
    after === before ? "" : ` from ${formatMoneyCompact(before, currency)}`
  }; the return is ${newest.roi === null ? "not known" : `${formatNumber(newest.roi, 2)}×, after ${oldest.roi === null ? "an unknown one" : `${formatNumber(oldest.roi, 2)}×`}`}.`;
}
