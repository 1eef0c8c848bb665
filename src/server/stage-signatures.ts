import type { Signatures } from "#domain/concern.ts";
import { approversFor } from "#domain/stage-law.ts";
import { tierOf } from "#domain/vocabulary.ts";
import type { SignOff, Stage } from "#generated/prisma/client.ts";
import type { StageDefinition } from "#stages/define-stage.ts";

type Signed = Pick<SignOff, "userId" | "role" | "version" | "at">;

type Place = {
  stage: Pick<Stage, "version" | "since">;
  law: StageDefinition;
  tier: number;
  /** Of this stage and not voided. */
  signed: readonly Signed[];
  submittedBy: string | null;
};

/** Who has signed what stands in review now; a signature of an earlier version or round does not count. */
export function signaturesOf({ stage, law, tier: stored, signed, submittedBy }: Place): Signatures {
  const tier = tierOf(stored);
  const current = signed.filter((s) => s.version === stage.version && s.at >= stage.since);
  return { tier, approvers: approversFor(law, tier), submittedBy, signed: current };
}
