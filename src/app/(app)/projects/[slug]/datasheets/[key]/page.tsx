import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { QUALITY_DIMENSIONS } from "#domain/data-quality.ts";
import { AppError } from "#domain/errors.ts";
import { can } from "#domain/permissions.ts";
import { formatNumber, formatRatio } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import type { Access } from "#server/access.ts";
import { type Datasheet, getDatasheet } from "#server/datasheets.ts";
import { datasheet } from "#stages/data-selection/datasheet.ts";
import { DATASHEET_QUESTIONS, DATASHEET_SECTIONS, sectionTitle } from "#stages/data-selection/datasheet-sections.ts";
import { How } from "#stages/how.tsx";
import { stageOf } from "#stages/registry.ts";

type DatasheetPageProps = { params: Promise<{ slug: string; key: string }> };

export const metadata: Metadata = { title: "Datasheet" };

/** One datasheet on paper: what is recorded of the source, then the seven sections. */
export default async function DatasheetPage({ params }: DatasheetPageProps) {
  const { slug, key } = await params;
  const [session, access] = await Promise.all([currentSession(), readingProject(slug)]);
  const sheet = await findSheet(access, decodeURIComponent(key));
  if (!sheet) notFound();
  const zone = session.user.timeZone;
  const facts = `/projects/${slug}/facts`;
  const edits = can(access.roles, "fact.record") && access.roles.some((role) => datasheet.writers.includes(role));
  const written = DATASHEET_SECTIONS.filter((name) => sheet.data[name] !== undefined);
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <header className="flex flex-col gap-1.5">
        <Breadcrumbs
          crumbs={[
            { label: stageOf("data-selection").title, href: `/projects/${slug}/stages/data-selection` },
            { label: "Datasheets", href: `${facts}/datasheets` },
            { label: sheet.title },
          ]}
        />
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5">
          <h2 className="min-w-0 text-lg font-[620] tracking-tight wrap-anywhere">Datasheet of {sheet.title}</h2>
          <div className="no-print flex flex-wrap items-center gap-2">
            <a
              href={`/api/v1/projects/${slug}/datasheets/${encodeURIComponent(sheet.key)}/markdown`}
              download
              className="text-sm font-medium text-ink-2 underline underline-offset-2 hover:text-ink"
            >
              Markdown
            </a>
            {edits && (
              <ButtonLink href={`${facts}/datasheets/${encodeURIComponent(sheet.key)}/edit`} prefetch={false}>
                Edit
              </ButtonLink>
            )}
          </div>
        </div>
        <p className="text-base text-ink-2">
          {[
            ...(sheet.data.revision ? [`Revision ${sheet.data.revision}`] : []),
            `version ${sheet.version}, changed ${formatDate(sheet.changedAt, zone)} by ${sheet.changedByName}`,
            ...(sheet.data.link ? [] : [`${written.length} of ${DATASHEET_SECTIONS.length} sections written`]),
          ].join(", ")}
          .<span className="no-print"> Print this page to hand it on.</span>
        </p>
      </header>
      {sheet.data.link && (
        <p className="text-base">
          The document is kept at{" "}
          <a href={sheet.data.link} rel="noreferrer" className="underline underline-offset-2 wrap-anywhere">
            {sheet.data.link}
          </a>
          .
        </p>
      )}
      <KnownOfSource sheet={sheet} slug={slug} zone={zone} />
      {(written.length > 0 || !sheet.data.link) && (
        <article className="flex flex-col gap-5 rounded-card border border-rule bg-surface p-4 print:border-0 print:p-0">
          {DATASHEET_SECTIONS.map((name) => (
            <section key={name} id={name}>
              <h3 className="text-md font-semibold">{sectionTitle(name)}</h3>
              <p className="text-sm text-ink-2">{DATASHEET_QUESTIONS[name]}</p>
              {sheet.data[name] ? (
                <p className="mt-1.5 max-w-[70ch] text-md text-pretty wrap-anywhere whitespace-pre-line">
                  {sheet.data[name]}
                </p>
              ) : (
                <p className="mt-1.5 text-base text-ink-2">Not written yet.</p>
              )}
            </section>
          ))}
        </article>
      )}
    </div>
  );
}

async function findSheet(access: Access<"project.read">, key: string): Promise<Datasheet | null> {
  try {
    return await getDatasheet(access, key);
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

type KnownProps = { sheet: Datasheet; slug: string; zone: string };

/** What other records say already, so that the sections need not. */
function KnownOfSource({ sheet, slug, zone }: KnownProps) {
  const { known, figures, quality, profiledAt, now, data } = sheet;
  if (known.length === 0) return null;
  const how = { at: now, zone };
  return (
    <Card
      level={3}
      title="What is recorded of the source"
      aside={
        <a
          href={`/projects/${slug}/facts/data-sources/${encodeURIComponent(data.source)}`}
          className="no-print text-sm underline underline-offset-2 hover:text-ink"
        >
          Open the source
        </a>
      }
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2.5 sm:grid-cols-3 lg:grid-cols-4 print:grid-cols-4">
        {known.map(({ label, value }) => (
          <Known key={label} label={label} value={value} />
        ))}
        {figures.map((figure) => (
          <Known
            key={figure.name}
            label={figure.label}
            value={typeof figure.value === "number" ? formatNumber(figure.value, 1) : "Not known"}
            how={<How figure={{ ...figure, label: `${figure.label} of ${sheet.title}` }} {...how} />}
          />
        ))}
        {quality && profiledAt && (
          <>
            <Known
              label={`Quality, ${formatDate(profiledAt, zone)}`}
              value={formatNumber(quality.score, 1)}
              how={
                <How
                  figure={{ label: `Quality of ${sheet.title}`, calculator: "dq_score", inputs: quality.dimensions }}
                  {...how}
                />
              }
            />
            {QUALITY_DIMENSIONS.map((name) => (
              <Known key={name} label={sentenceCase(name)} value={formatRatio(quality.dimensions[name])} />
            ))}
          </>
        )}
      </dl>
    </Card>
  );
}

function Known({ label, value, how }: { label: string; value: string; how?: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="flex min-h-6 flex-wrap items-center text-sm text-ink-2 print:min-h-0">
        {label} {how}
      </dt>
      <dd className="figures text-base font-medium wrap-anywhere">{value}</dd>
    </div>
  );
}
