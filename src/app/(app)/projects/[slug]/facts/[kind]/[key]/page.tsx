import type { Metadata } from "next";
import Link from "next/link";
import { AlertLinks } from "#app/(app)/projects/[slug]/facts/[kind]/[key]/alert-links.tsx";
import { FactActions } from "#app/(app)/projects/[slug]/facts/[kind]/[key]/fact-actions.tsx";
import { ReferrersCard } from "#app/(app)/projects/[slug]/facts/[kind]/[key]/referrers-card.tsx";
import { KindHead } from "#app/(app)/projects/[slug]/facts/[kind]/kind-head.tsx";
import { factSetting } from "#app/(app)/projects/[slug]/facts/fact-setting.ts";
import { readingFact } from "#app/(app)/projects/[slug]/facts/reading.ts";
import { recordingKind } from "#app/(app)/projects/[slug]/facts/recording.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { formatDateTime } from "#lib/format-date.ts";
import type { Access } from "#server/access.ts";
import { activityDetail, activityWords } from "#server/activity-words.ts";
import { now } from "#server/clock.ts";
import { listReferrers } from "#server/fact-referrers.ts";
import { figureText, partText, type TextSetting, titleText } from "#server/fact-text.ts";
import { type FactView, listFactHistory } from "#server/facts.ts";
import { answerAt } from "#stages/answer-at.ts";
import { datasheet } from "#stages/data-selection/datasheet.ts";
import type { Figure } from "#stages/fact-kind.ts";
import { How } from "#stages/how.tsx";
import { modelCard } from "#stages/model/model-card.ts";
import { trainingRun } from "#stages/model/training-run.ts";
import type { StageColumn, StageField } from "#stages/stage-fields.ts";
import { WIRE_FORMATS, WIRE_NAMES } from "#wire/heard.ts";

type FactPageProps = { params: Promise<{ slug: string; kind: string; key: string }> };

export async function generateMetadata({ params }: FactPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).key) };
}

export default async function FactPage({ params }: FactPageProps) {
  const { slug, kind: name, key } = await params;
  const { kind, access, may } = await recordingKind(slug, name);
  const fact = await readingFact(access, kind, key);
  const [{ setting }, history, referrers] = await Promise.all([
    factSetting(access, kind),
    listFactHistory(access, fact.id),
    listReferrers(access, kind, fact.key),
  ]);
  const base = `/projects/${slug}/facts/${kind.kind}`;
  const title = titleText(kind, fact.title, setting.names);
  const said = kind.fields.filter(({ path }) => answerAt(fact.data, path) !== undefined);
  const at = now();
  return (
    <div className="flex flex-col gap-4">
      <KindHead
        slug={slug}
        kind={kind}
        here={title}
        title={title}
        note={fact.key}
        actions={
          <>
            {PAGES[kind.kind] && (
              <ButtonLink href={`/projects/${slug}/${PAGES[kind.kind]?.(fact.key)}`} prefetch={false}>
                {kind.kind === trainingRun.kind ? "Compare" : "Read as a page"}
              </ButtonLink>
            )}
            {may && !kind.signed && (
              <FactActions
                place={{ slug, kind: kind.kind, key: fact.key }}
                one={kind.one}
                title={title}
                editHref={kind.appendOnly ? null : `${base}/${encodeURIComponent(fact.key)}/edit`}
                back={base}
              />
            )}
          </>
        }
      />
      {fact.figures.length > 0 && (
        <Card title="Computed">
          <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
            {fact.figures.map((figure) => (
              <FigureLine key={figure.name} figure={figure} at={at.getTime()} zone={setting.zone} />
            ))}
          </dl>
        </Card>
      )}
      <Card title="What is recorded">
        <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)]">
          {said.map((field) => (
            <Part key={field.path} access={access} slug={slug} field={field} fact={fact} setting={setting} />
          ))}
        </dl>
      </Card>
      <ReferrersCard slug={slug} factKey={fact.key} referrers={referrers} roles={access.roles} />
      <Card title="History" note={`version ${fact.version}`}>
        <ol className="flex flex-col gap-2 text-base">
          {history.map((event) => (
            <li key={event.id} className="grid gap-x-3 sm:grid-cols-[7rem_minmax(0,1fr)]">
              <RelativeTime at={event.at} now={at} zone={setting.zone} className="text-ink-2" />
              <div className="min-w-0">
                <p className="text-pretty">{activityWords(event)}</p>
                <p className="text-sm text-ink-2">{activityDetail(event)}</p>
              </div>
            </li>
          ))}
          <li className="text-ink-2">
            Recorded by {fact.recordedByName} on {formatDateTime(fact.recordedAt, setting.zone)}
            {originOf(fact.origin)}.
          </li>
          {fact.eventId && (
            <li className="text-ink-2">
              Last heard in{" "}
              <TextLink href={`/projects/${slug}/inbound/${fact.eventId}`} prefetch={false}>
                an event from outside
              </TextLink>
              .
            </li>
          )}
        </ol>
      </Card>
    </div>
  );
}

/** Pages of their own below the project, by kind. */
const PAGES: Readonly<Record<string, (key: string) => string>> = {
  [datasheet.kind]: (key) => `datasheets/${encodeURIComponent(key)}`,
  [modelCard.kind]: (key) => `model-cards/${encodeURIComponent(key)}`,
  [trainingRun.kind]: (key) => `training-runs?run=${encodeURIComponent(key)}`,
};

const ORIGINS: Readonly<Record<string, string>> = {
  hand: "by hand",
  api: "through the API",
  import: "from a file",
  rule: "by a rule",
};

function originOf(origin: string): string {
  const format = WIRE_FORMATS.find((each) => each === origin);
  const words = format ? `as ${WIRE_NAMES[format]} said it` : ORIGINS[origin];
  return words ? `, ${words}` : "";
}

function FigureLine({ figure, at, zone }: { figure: Figure; at: number; zone: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-2">
        {figure.label} <How figure={figure} at={at} zone={zone} />
      </dt>
      <dd className={figure.value === null ? "text-base text-ink-2" : "figures text-md font-semibold"}>
        {figureText(figure)}
      </dd>
    </div>
  );
}

type PartProps = {
  access: Access<"project.read">;
  slug: string;
  field: StageField;
  fact: FactView;
  setting: TextSetting;
};

function Part({ access, slug, field, fact, setting }: PartProps) {
  const value = answerAt(fact.data, field.path);
  return (
    <>
      <dt className="text-base text-ink-2">{field.label}</dt>
      <dd className="min-w-0 text-base text-pretty wrap-anywhere whitespace-pre-line max-sm:mb-1.5">
        {field.columns && Array.isArray(value) ? (
          <Rows label={field.label} columns={field.columns} rows={value} setting={setting} />
        ) : field.kind === "fact" && typeof value === "string" ? (
          <Link
            href={`/projects/${slug}/facts/${field.of}/${encodeURIComponent(value)}`}
            prefetch={false}
            className="underline underline-offset-2"
          >
            {partText(field, value, setting)}
          </Link>
        ) : field.alerts && Array.isArray(value) ? (
          <AlertLinks access={access} ids={value.map(String)} />
        ) : field.kind === "url" && typeof value === "string" ? (
          <a href={value} rel="noreferrer" className="underline underline-offset-2">
            {value}
          </a>
        ) : (
          partText(field, value, setting)
        )}
      </dd>
    </>
  );
}

type RowsProps = { label: string; columns: readonly StageColumn[]; rows: readonly unknown[]; setting: TextSetting };

function Rows({ label, columns, rows, setting }: RowsProps) {
  return (
    <TableScroll label={label} className="max-h-96 rounded-control border border-rule">
      <Table>
        <thead>
          <tr>
            {columns.map((column) => (
              <Th key={column.name}>{column.label}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a stored list never move
            <tr key={at}>
              {columns.map((column) => (
                <Td key={column.name}>
                  {partText(
                    { ...column, path: column.name },
                    answerAt(row as Readonly<Record<string, unknown>>, column.name),
                    setting,
                  ) ?? "–"}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}
