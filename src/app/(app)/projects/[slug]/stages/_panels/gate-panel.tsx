import { gateSentence } from "#app/(app)/projects/[slug]/stages/_panels/gate-words.ts";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { RequirementLines } from "#app/(app)/projects/[slug]/stages/_panels/requirement-lines.tsx";
import { SignOffList } from "#app/(app)/projects/[slug]/stages/_panels/sign-off-list.tsx";
import { VerbBar } from "#app/(app)/projects/[slug]/stages/_panels/verb-bar.tsx";
import { Card } from "#components/ui/card.tsx";
import { StageGlyph } from "#components/ui/stage-glyph.tsx";
import { anyOf } from "#domain/permissions.ts";
import { approversFor } from "#domain/stage-law.ts";
import { type Role, tierOf } from "#domain/vocabulary.ts";
import type { StageView } from "#server/stage-view.ts";
import { stageOf } from "#stages/registry.ts";

type GatePanelProps = {
  place: Place;
  view: StageView;
  roles: readonly Role[];
  now: string;
  zone: string;
};

/** What stands between this stage and done, what one may do about it now, and who has signed. */
export function GatePanel({ place, view, roles, now, zone }: GatePanelProps) {
  const { requirements } = view.gate;
  const met = requirements.filter((requirement) => requirement.met);
  const open = requirements.filter((requirement) => !requirement.met);
  const acts = roles.some((role) => role !== "VW") && !view.project.archivedAt && !view.project.resting;
  const verbs = acts && <VerbBar place={place} offers={view.offers} version={view.version} />;
  return (
    <Card title="Gate" id="gate" aside={`${met.length} of ${requirements.length}`}>
      <div className="flex flex-col gap-3.5">
        <p className="text-base text-ink-2">{gateSentence(view.gate, view.state)}</p>
        {/* Who comes to begin should not have to read first all that is missing. */}
        {view.state === "not_started" && verbs}
        {open.length > 0 && <RequirementLines requirements={open} place={place} />}
        {met.length > 0 && (open.length > 0 || view.state === "done") ? (
          <details className="group">
            <summary className="w-fit list-none text-base text-ink-2 underline decoration-edge underline-offset-2 hover:text-ink">
              {met.length} {met.length === 1 ? "is" : "are"} met
            </summary>
            <div className="pt-2.5">
              <RequirementLines requirements={met} place={place} />
            </div>
          </details>
        ) : (
          <RequirementLines requirements={met} place={place} />
        )}
        {view.state === "in_review" && <Awaited view={view} />}
        {view.state !== "not_started" && verbs}
        <SignOffList signOffs={view.signOffs} version={view.version} checklist={view.checklist} now={now} zone={zone} />
      </div>
    </Card>
  );
}

/** The approvals that an open gate is for. */
function Awaited({ view }: { view: StageView }) {
  const signed = view.signOffs.filter(({ subject, current }) => subject === "stage" && current);
  return (
    <ul className="flex flex-col gap-2">
      {approversFor(stageOf(view.key), tierOf(view.project.tier)).map((role) => {
        const by = signed.find((signOff) => signOff.role === role);
        return (
          <li key={role} className="flex gap-2.5 text-base">
            <StageGlyph
              state={by ? "done" : "not_started"}
              size={14}
              label={by ? "Met" : "Not met"}
              className="mt-0.5"
            />
            {by ? `Signed off by ${by.name}` : `Sign-off by ${anyOf([role])}`}
          </li>
        );
      })}
    </ul>
  );
}
