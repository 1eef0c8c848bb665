import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { VerbButton } from "#app/(app)/projects/[slug]/stages/_panels/verb-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { anyOf } from "#domain/permissions.ts";
import type { VerbOffer } from "#domain/stage-machine.ts";
import type { Role, StageState, StageVerb } from "#domain/vocabulary.ts";
import type { StageView } from "#server/stage-view.ts";

/** Why the document cannot be typed into now, and the verb that would open it. */
export type Lock = { because: string; offer?: VerbOffer | undefined };

export function lockOf(view: StageView, roles: readonly Role[], editors: readonly Role[]): Lock | null {
  if (view.project.archivedAt) return { because: "The project is archived, so nothing in it changes." };
  const way = OPENING[view.state];
  if (!view.mayEdit) return { because: `${readerWords(roles)} ${sentence(anyOf(editors))} can edit this stage.` };
  if (!way) return null;
  const offer = view.offers.find(({ verb }) => verb === way.verb);
  return offer?.decision.ok ? { because: way.because, offer } : { because: `${way.because} ${way.who}` };
}

const OPENING: Partial<Record<StageState, { verb: StageVerb; because: string; who: string }>> = {
  in_review: {
    verb: "withdraw",
    because: "This version is in review, so that everybody signs the same words.",
    who: "Its owner can withdraw it, a lead or reviewer can ask for changes.",
  },
  done: { verb: "reopen", because: "This stage is done and signed.", who: "A lead can reopen it." },
  needs_attention: {
    verb: "rework",
    because: "This stage was done and has been flagged.",
    who: "Its owner or a lead can take it up again with “Rework”.",
  },
  not_applicable: { verb: "restore", because: "This stage is set aside.", who: "A lead can restore it." },
};

function readerWords(roles: readonly Role[]): string {
  if (roles.length === 0) return "You administer this installation and can read this project.";
  return "You can read this project.";
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function LockNotice({ lock, place }: { lock: Lock; place: Place }) {
  return (
    <Notice tone="quiet" action={lock.offer && <VerbButton offer={lock.offer} place={place} size="sm" />}>
      {lock.because}
    </Notice>
  );
}
