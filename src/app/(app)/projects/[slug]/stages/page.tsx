import { redirect } from "next/navigation";
import { readingProject } from "#app/project.ts";
import type { StageState } from "#domain/vocabulary.ts";
import { getProjectOverview } from "#server/project-overview.ts";

/** The stage that asks for somebody: what comes first in this order, and of those the first on the path. */
const ORDER: readonly StageState[] = ["needs_attention", "blocked", "in_progress", "in_review", "not_started", "done"];

export default async function StagesPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { stages } = await getProjectOverview(await readingProject(slug));
  const next = ORDER.flatMap((state) => stages.filter((stage) => stage.state === state))[0] ?? stages[0];
  redirect(`/projects/${slug}/stages/${next?.key ?? "business-case"}`);
}
