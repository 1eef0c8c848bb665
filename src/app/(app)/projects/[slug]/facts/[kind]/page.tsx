import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FactTable } from "#app/(app)/projects/[slug]/facts/[kind]/fact-table.tsx";
import { KindHead } from "#app/(app)/projects/[slug]/facts/[kind]/kind-head.tsx";
import { KindTools } from "#app/(app)/projects/[slug]/facts/[kind]/kind-tools.tsx";
import { NoFacts } from "#app/(app)/projects/[slug]/facts/[kind]/no-facts.tsx";
import { factSetting } from "#app/(app)/projects/[slug]/facts/fact-setting.ts";
import { readingProject } from "#app/project.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { FilterForm } from "#components/ui/filter-form.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { can } from "#domain/permissions.ts";
import { withArticle } from "#lib/article.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import { listFacts } from "#server/facts.ts";
import { type AnyFactKind, filtersOf } from "#stages/fact-kind.ts";
import { findFactKind } from "#stages/fact-kinds.ts";
import type { StageField } from "#stages/stage-fields.ts";

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
  const [{ items, total, nextCursor }, { setting, choices }] = await Promise.all([
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
            <KindTools {...{ slug, total, mayRecord }} kind={kind.kind} />
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
            .map((field) => ({ field, options: optionsOf(field, choices.facts) }))
            .filter(
              ({ field, options }) =>
                query.where[field.path] || (kind.columns.includes(field.path) && options.length > 0),
            )
            .map(({ field: { path, label }, options }) => ({
              name: path,
              label,
              value: query.where[path],
              options: withChosen(options, query.where[path]),
            }))}
        />
      )}
      <Card padded={false}>
        {items.length === 0 ? (
          <NoFacts kind={kind} filtered={filtered} base={base} mayRecord={mayRecord} />
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

type Option = readonly [value: string, label: string];

function optionsOf({ kind: shape, options, of }: StageField, facts: FactChoices): readonly Option[] {
  if (shape === "boolean") return YES_NO;
  return (options ?? facts[of ?? ""] ?? []).map(({ value, label }) => [value, label] as const);
}

type FactChoices = Readonly<Record<string, readonly { value: string; label: string }[]>>;

/** What the address narrows by stays in sight, also where it names nothing that is there. */
function withChosen(options: readonly Option[], chosen: string | undefined): readonly Option[] {
  return !chosen || options.some(([value]) => value === chosen) ? options : [...options, [chosen, chosen]];
}

function queryIn(kind: AnyFactKind, asked: Record<string, string | string[] | undefined>) {
  const text = (name: string) =>
    typeof asked[name] === "string" && asked[name] ? asked[name].slice(0, 200) : undefined;
  const chosen = filtersOf(kind).flatMap(({ path }) => {
    const value = text(path);
    return value ? [[path, value] as const] : [];
  });
  return { q: text("q"), cursor: text("cursor"), where: Object.fromEntries(chosen) };
}
