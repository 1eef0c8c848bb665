import { Notice } from "#components/ui/notice.tsx";
import type { StageView } from "#server/stage-view.ts";

/** Criteria are part of what stage 2 signs: said before somebody changes one. */
export function SignedNotice({ signOffs }: Pick<StageView, "signOffs">) {
  if (!signOffs.some(({ current }) => current)) return null;
  return (
    <Notice tone="warn" title="The success criteria are signed">
      A change makes a new version, and those who signed have to sign again.
    </Notice>
  );
}
