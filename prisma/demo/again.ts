import { authorize } from "#server/access.ts";
import { db } from "#server/db.ts";
import { moveStage } from "#server/transitions.ts";
import type { Name } from "./people.ts";
import type { Story } from "./story.ts";

/** Work begins again on a stage: a rule may have flagged it by then, else the lead reopens it for the same reason. */
export function again(story: Story, day: string, stage: string, lead: Name, reason: string): void {
  story.on(day, lead, async () => {
    const { slug } = story.opening;
    const { state } = await db.stage.findFirstOrThrow({ where: { key: stage, project: { slug } } });
    const access = await authorize(story.cast(lead), slug, "stage.move");
    if (state !== "in_progress")
      await moveStage(access, stage, { verb: state === "needs_attention" ? "rework" : "reopen", reason });
  });
}
