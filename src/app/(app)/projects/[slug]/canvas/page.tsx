import type { Metadata } from "next";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { TextLink } from "#components/ui/text-link.tsx";
import { FRAMING_ANSWERS, type FramingAnswer, framingScore } from "#domain/framing.ts";
import { classNames } from "#lib/class-names.ts";
import { currencySymbol } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { getStageView } from "#server/stage-view.ts";
import { framingFields } from "#stages/business-case/framing-fields.ts";
import { framingOf, framingWords } from "#stages/business-case/framing-revision.ts";
import { answerText } from "#stages/business-case/framing-text.ts";
import { metaOf } from "#stages/field.ts";

export const metadata: Metadata = { title: "Framing canvas" };

/** The ten answers of the framing on one sheet: to be printed, hung up and argued about. */
export default async function CanvasPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const [session, access] = await Promise.all([currentSession(), readingProject(slug)]);
  const { document, project, savedAt, savedBy } = await getStageView(access, "business-case");
  const framing = framingOf(document);
  const { score } = framingScore(framing);
  const saved = savedAt && `saved ${formatDate(savedAt, session.user.timeZone)}${savedBy ? ` by ${savedBy}` : ""}`;
  return (
    <div className="flex flex-col gap-4">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-lg font-[620] tracking-tight">Framing canvas</h2>
        <p className="text-base text-ink-2">
          {["Ten answers, score ", score].join("")}
          {saved && `, ${saved}`}
          <span className="no-print">
            {". "}
            <TextLink href={`/projects/${slug}/stages/business-case`}>Change it in the business case</TextLink>, or
            print this page.
          </span>
        </p>
      </header>
      <dl className="grid gap-px overflow-hidden rounded-card border border-rule bg-rule sm:grid-cols-2 lg:grid-cols-4 print:grid-cols-4">
        {FRAMING_ANSWERS.map((name) => (
          <div key={name} className={classNames("min-h-32 bg-surface p-3.5 print:min-h-0 print:p-2", WIDE[name])}>
            <dt className="text-base font-semibold">{framingWords(name)}</dt>
            <dd>
              <p className="text-sm text-ink-2">{questionOf(name)}</p>
              <p className={classNames("mt-2 text-md text-pretty wrap-anywhere", !framing[name] && "text-ink-2")}>
                {boxText(name, framing[name], project.currency) || "Not said yet"}
              </p>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** The boxes that hold the most words take two columns: ten boxes fill three rows of four. */
const WIDE: Partial<Record<FramingAnswer, string>> = {
  predictionTarget: "lg:col-span-2 print:col-span-2",
  minimumSuccess: "lg:col-span-2 print:col-span-2",
};

function boxText(name: FramingAnswer, value: unknown, currency: string): string {
  const text = answerText(value);
  if (name === "labelDelayDays" && text) return `${text} ${text === "1" ? "day" : "days"}`;
  return name === "errorCosts" && text ? `In ${currencySymbol(currency).trim()}: ${text}` : text;
}

function questionOf(name: FramingAnswer): string {
  if (name === "errorCosts") return "What one right or wrong outcome is worth.";
  if (name === "nonMlBaseline") return "The simple rule you must beat, measured.";
  return metaOf(framingFields.shape[name])?.help ?? "";
}
