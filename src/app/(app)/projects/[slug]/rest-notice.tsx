import { LIFECYCLE_NAMES } from "#app/(app)/projects/[slug]/lifecycle-words.ts";
import { Notice } from "#components/ui/notice.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Resting } from "#domain/lifecycle.ts";
import { formatDate } from "#lib/format-date.ts";
import type { Access } from "#server/access.ts";
import { getLifecycle } from "#server/lifecycle.ts";

type RestNoticeProps = { access: Access<"project.read">; resting: Resting; zone: string };

/** Over every page of a project that rests: since when, by whom and why, and how it goes on. */
export async function RestNotice({ access, resting, zone }: RestNoticeProps) {
  const { facts, changes } = await getLifecycle(access);
  const last = facts.recorded ? changes[0] : undefined;
  const base = `/projects/${access.slug}`;
  const title = `This project is ${LIFECYCLE_NAMES[resting]?.toLowerCase()}`;
  if (!last)
    return (
      <Notice tone="quiet" title={title}>
        The business case decided {facts.held === "defer" ? "to defer" : "not to go on"}, so nothing here counts as late
        or at risk.{" "}
        <TextLink href={`${base}/stages/business-case#field-goNoGo`}>
          Another decision there takes it up again.
        </TextLink>
      </Notice>
    );
  return (
    <Notice tone="quiet" title={title}>
      {last.actorName}, {formatDate(last.at, zone)}: “{last.reason}” Its stages stand still, and nothing here counts as
      late or at risk. <TextLink href={`${base}/settings#lifecycle`}>How it stands</TextLink>
    </Notice>
  );
}
