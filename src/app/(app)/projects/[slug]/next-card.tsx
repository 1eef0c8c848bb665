import Link from "next/link";
import { currentActor } from "#app/actor.ts";
import { Card } from "#components/ui/card.tsx";
import { StageGlyph } from "#components/ui/stage-glyph.tsx";
import { isResting } from "#domain/lifecycle.ts";
import type { StageState } from "#domain/vocabulary.ts";
import type { Access } from "#server/access.ts";
import { listInbox } from "#server/inbox.ts";
import type { ProjectOverview } from "#server/project-overview.ts";

type Step = { key: string; state: StageState; title: string; detail: string; href: string };
type NextCardProps = { access: Access<"project.read">; overview: ProjectOverview; base: string };

/** What this reader should look at first; when nothing waits for them, what the project itself is waiting for. */
export async function NextCard({ access, overview, base }: NextCardProps) {
  const inbox = (await listInbox(await currentActor())).filter(({ project }) => project.slug === access.slug);
  const mine: Step[] = inbox.map((item) => ({
    key: `${item.kind}${item.id}`,
    state: item.kind === "sign-off" ? "in_review" : item.kind === "blocked" ? "blocked" : "needs_attention",
    title: item.title,
    detail: item.detail,
    href: item.href,
  }));
  const steps = mine.length > 0 ? mine : waitingOf(overview, base);
  return (
    <Card title="Next" note={mine.length > 0 ? "for you" : undefined}>
      {steps.length === 0 ? (
        <p className="text-base text-ink-2">
          {isResting(overview.standing.lifecycle)
            ? `The project is ${overview.standing.lifecycle}, so nothing waits.`
            : "Every stage is done and nothing waits."}
        </p>
      ) : (
        <ul className="flex flex-col gap-3">
          {steps.slice(0, 5).map((step) => (
            <li key={step.key} className="flex items-start gap-2.5">
              <StageGlyph state={step.state} size={15} label={null} className="mt-0.5" />
              <div className="min-w-0">
                <Link href={step.href} prefetch={false} className="font-semibold hover:underline">
                  {step.title}
                </Link>
                <p className="line-clamp-3 text-sm text-pretty text-ink-2">{step.detail}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const WAITING: Partial<Record<StageState, string>> = {
  needs_attention: "It was flagged and waits for rework or a decision.",
  blocked: "It waits for somebody outside.",
  in_review: "It waits for its sign-off.",
  in_progress: "It is being worked on.",
};

function waitingOf({ stages, standing }: ProjectOverview, base: string): Step[] {
  if (isResting(standing.lifecycle)) return [];
  const open = stages.filter(({ state }) => WAITING[state] !== undefined);
  const first = stages.find(({ state }) => state === "not_started");
  const chosen = open.length > 0 || !first ? open : [first];
  return chosen.map(({ key, title, state }) => ({
    key,
    state,
    title: state === "not_started" ? `Start “${title}”` : title,
    detail: WAITING[state] ?? "The next stage of the path.",
    href: `${base}/stages/${key}`,
  }));
}
