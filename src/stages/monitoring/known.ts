import type { FactBag } from "#stages/fact.ts";
import { type KnownAnswers, knownFrom } from "#stages/known.ts";
import { fireDrill } from "#stages/monitoring/fire-drill.ts";

/** The last fire drill, which is recorded when it is fired. */
export function knownInMonitoring({ of }: Pick<FactBag, "of">): KnownAnswers {
  const [newest] = of(fireDrill);
  return knownFrom(
    { from: "from the fire drills", where: `/facts/${fireDrill.kind}` },
    { fireDrillAt: newest?.data.firedAt },
  );
}
