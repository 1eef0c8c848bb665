import type { Metadata } from "next";
import { CanvasGrid } from "#app/(app)/projects/[slug]/canvas/canvas-grid.tsx";
import { PrintButton } from "#app/(app)/projects/[slug]/canvas/print-button.tsx";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { TextLink } from "#components/ui/text-link.tsx";
import { framingScore } from "#domain/framing.ts";
import { toCents, valueModel } from "#domain/value.ts";
import { formatMoneyCompact } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { plural } from "#lib/format-size.ts";
import { now } from "#server/clock.ts";
import { getOrganisation } from "#server/organisation.ts";
import { getProject } from "#server/projects.ts";
import { getStageFacts } from "#server/stage-view.ts";
import { isGroup } from "#stages/answer-at.ts";
import { framingOf } from "#stages/business-case/framing-revision.ts";
import { mlCanvas } from "#stages/ml-canvas.ts";
import { valueCaseOf } from "#stages/value-case.ts";

export const metadata: Metadata = { title: "Canvas" };

/** The whole project on one sheet: to be printed, hung up and argued about. */
export default async function CanvasPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const [session, access] = await Promise.all([currentSession(), readingProject(slug)]);
  const [facts, project, assumed] = await Promise.all([
    getStageFacts(access, "business-case"),
    getProject(access),
    getOrganisation(),
  ]);
  const saved = facts.documents["business-case"];
  const document = isGroup(saved) ? saved : {};
  const value = valueCaseOf(document, assumed);
  const { score, missing } = framingScore(framingOf(document));
  const worth = value && formatMoneyCompact(toCents(valueModel(value).npv), project.currency);
  const boxes = mlCanvas(facts);
  const open = boxes.flatMap(({ lines }) => lines).filter(({ text }) => text === null).length;
  return (
    <div className="one-sheet flex flex-col gap-3 print:gap-2">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-lg font-[620] tracking-tight print:text-md">
          Canvas<span className="hidden print:inline"> of {project.name}</span>
        </h2>
        <p className="text-base text-ink-2 print:text-xs">
          {[
            `Framing ${score} of 100${missing.length > 0 ? `, ${missing.length} open` : ""}`,
            worth ? `net present value ${worth}` : "value not known yet",
            `tier ${project.tier}`,
            formatDate(now(), session.user.timeZone),
          ].join(" · ")}
        </p>
      </header>
      <p className="no-print flex flex-wrap items-center gap-x-4 gap-y-2 text-base text-ink-2">
        <span>
          Read from the stages: nothing is typed here.{" "}
          {open === 0 ? "Every line is said." : `${plural(open, "line")} still open; each box leads to its stage.`}{" "}
          <TextLink href={`/projects/${slug}/stages/business-case#framing-history`}>How the framing changed</TextLink>
        </span>
        <PrintButton />
      </p>
      <CanvasGrid boxes={boxes} base={`/projects/${slug}`} currency={project.currency} />
    </div>
  );
}
