import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { KindHead } from "#app/(app)/projects/[slug]/facts/[kind]/kind-head.tsx";
import { factSetting } from "#app/(app)/projects/[slug]/facts/fact-setting.ts";
import { figureText, partText, type TextSetting } from "#app/(app)/projects/[slug]/facts/fact-text.ts";
import { readingProject } from "#app/project.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FilterForm } from "#components/ui/filter-form.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { anyOf, can } from "#domain/permissions.ts";
import { withArticle } from "#lib/article.ts";
import { formatDate } from "#lib/format-date.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import { type FactView, listFacts } from "#server/facts.ts";
import { answerAt } from "#stages/answer-at.ts";
import { type AnyFactKind, filtersOf } from "#stages/fact-kind.ts";
import { findFactKind } from "#stages/fact-kinds.ts";

type KindPageProps = {
  params: Promise<{ slug: string; kind: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: KindPageProps): Promise<Metadata> {
  return { title: sentenceCase(findFactKind((await params).kind)?.many ?? "Facts") };
}

export default async function KindPage({ params, searchParams }: KindPageProps) {
  const [{ slug, kind: name }, asked] = await Promise.all([params, searchParams]);
  const kind = findFactKind(name);
  if (!kind) notFound();
  const access = await readingProject(slug);
  const query = queryIn(kind, asked);
  const [{ items, total, nextCursor }, { setting }] = await Promise.all([
    listFacts(access, kind, { ...query, limit: 100 }),
    factSetting(access, kind),
  ]);
  const base = `/projects/${slug}/facts/${kind.kind}`;
  const filtered = Boolean(query.q) || Object.keys(query.where).length > 0;
  const mayRecord = can(access.roles, "fact.record") && access.roles.some((role) => kind.writers.includes(role));
  const filter = new URLSearchParams({ ...(query.q && { q: query.q }), ...query.where });
  const files = (format: string) =>
    `/api/v1/projects/${slug}/${kind.kind}/export?${new URLSearchParams([...filter, ["format", format]])}`;
  return (
    <div className="flex flex-col gap-4">
      <KindHead
        slug={slug}
        kind={kind}
        note={total > 0 ? total.toLocaleString("en-GB") : undefined}
        summary={kind.help}
        actions={
          <>
            {total > 0 && (
              <>
                <a
                  href={files("csv")}
                  download
                  className="text-sm font-medium text-ink-2 underline underline-offset-2 hover:text-ink"
                >
                  CSV
                </a>
                <a
                  href={files("xlsx")}
                  download
                  className="text-sm font-medium text-ink-2 underline underline-offset-2 hover:text-ink"
                >
                  XLSX
                </a>
              </>
            )}
            {mayRecord && !kind.signed && (
              <ButtonLink href={`${base}/import`} prefetch={false}>
                Import CSV
              </ButtonLink>
            )}
            {mayRecord && (
              <ButtonLink href={`${base}/new`} variant="primary" prefetch={false}>
                Record {withArticle(kind.one)}
              </ButtonLink>
            )}
          </>
        }
      />
      {(total > 0 || filtered) && (
        <FilterForm
          key={kind.kind}
          action={base}
          label={`Filter ${kind.many}`}
          q={query.q}
          placeholder="Filter by name or key"
          searchLabel="Filter by name or key"
          choices={filtersOf(kind)
            .filter(({ path, options, kind: shape }) => kind.columns.includes(path) && (options || shape === "boolean"))
            .map(({ path, label, options, kind: shape }) => ({
              name: path,
              label,
              value: query.where[path],
              options:
                shape === "boolean" ? YES_NO : (options ?? []).map((option) => [option.value, option.label] as const),
            }))}
        />
      )}
      <Card padded={false}>
        {items.length === 0 ? (
          <Nothing kind={kind} filtered={filtered} base={base} mayRecord={mayRecord} />
        ) : (
          <FactTable kind={kind} items={items} base={base} setting={setting} />
        )}
      </Card>
      <ShowMore
        shown={items.length}
        total={nextCursor || query.cursor ? undefined : total}
        noun={kind.many}
        nextHref={nextCursor ? `${base}?${new URLSearchParams([...filter, ["cursor", nextCursor]])}` : undefined}
      />
    </div>
  );
}

const YES_NO = [
  ["true", "yes"],
  ["false", "no"],
] as const;

type NothingProps = { kind: AnyFactKind; filtered: boolean; base: string; mayRecord: boolean };

function Nothing({ kind, filtered, base, mayRecord }: NothingProps) {
  if (filtered)
    return (
      <EmptyState
        title={`No ${kind.one} matches`}
        action={
          <ButtonLink href={base} prefetch={false}>
            Show all
          </ButtonLink>
        }
      >
        Nothing here is called that, or has what you chose.
      </EmptyState>
    );
  return (
    <EmptyState
      title={`No ${kind.one} is recorded yet`}
      action={
        mayRecord && (
          <ButtonLink href={`${base}/new`} prefetch={false}>
            Record the first
          </ButtonLink>
        )
      }
    >
      {kind.help}{" "}
      {mayRecord ? "They can also be imported, or sent by a script." : `They are recorded by ${anyOf(kind.writers)}.`}
    </EmptyState>
  );
}

type FactTableProps = { kind: AnyFactKind; items: readonly FactView[]; base: string; setting: TextSetting };

const FIGURES_SHOWN = 3;

function FactTable({ kind, items, base, setting }: FactTableProps) {
  const fields = kind.columns.flatMap((path) => kind.fields.find((field) => field.path === path) ?? []);
  const figures = (items[0]?.figures ?? []).slice(0, FIGURES_SHOWN);
  return (
    <TableScroll label={sentenceCase(kind.many)} className="max-h-[70dvh] rounded-card">
      <Table>
        <thead>
          <tr>
            <Th>Name</Th>
            {fields.map(({ path, label, kind: shape }) => (
              <Th key={path} number={isNumber(shape)}>
                {label}
              </Th>
            ))}
            {figures.map(({ name, label }) => (
              <Th key={name} number>
                {label}
              </Th>
            ))}
            <Th>{kind.at ? "When" : "Recorded"}</Th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Tr key={item.key}>
              <RowHead className="max-w-72 min-w-40">
                <Link
                  href={`${base}/${encodeURIComponent(item.key)}`}
                  prefetch={false}
                  className="line-clamp-2 wrap-anywhere hover:underline"
                >
                  {item.title}
                </Link>
                <span className="one-line block text-sm font-normal text-ink-2">{item.key}</span>
              </RowHead>
              {fields.map((field) => (
                <Td key={field.path} number={isNumber(field.kind)} className="max-w-64">
                  <span className="line-clamp-2">
                    {partText(field, answerAt(item.data, field.path), setting) ?? "–"}
                  </span>
                </Td>
              ))}
              {figures.map(({ name }) => {
                const figure = item.figures.find((each) => each.name === name);
                return (
                  <Td key={name} number>
                    {!figure || figure.value === null ? <span title={figure?.reason}>–</span> : figureText(figure)}
                  </Td>
                );
              })}
              <Td className="whitespace-nowrap text-ink-2">{formatDate(item.at, setting.zone)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

const isNumber = (shape: string) => ["number", "integer", "money", "percent", "likert"].includes(shape);

function queryIn(kind: AnyFactKind, asked: Record<string, string | string[] | undefined>) {
  const text = (name: string) =>
    typeof asked[name] === "string" && asked[name] ? asked[name].slice(0, 200) : undefined;
  const chosen = filtersOf(kind).flatMap(({ path }) => {
    const value = text(path);
    return value ? [[path, value] as const] : [];
  });
  return { q: text("q"), cursor: text("cursor"), where: Object.fromEntries(chosen) };
}
