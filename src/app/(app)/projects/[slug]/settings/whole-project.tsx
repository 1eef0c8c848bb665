import { ExportCard } from "#app/(app)/projects/[slug]/settings/export-card.tsx";
import { findAccess } from "#app/project.ts";
import { listExports, measureArtefacts } from "#server/transfer/exports.ts";

export async function WholeProject({ slug }: { slug: string }) {
  const access = await findAccess(slug, "project.export");
  if (!access) return null;
  const [standing, artefacts] = await Promise.all([listExports(access), measureArtefacts(access)]);
  return (
    <ExportCard
      slug={slug}
      artefacts={artefacts}
      standing={standing.map((each) => ({ ...each, createdAt: each.createdAt.toISOString() }))}
    />
  );
}
