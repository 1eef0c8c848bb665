import { Notice } from "#components/ui/notice.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { guardrailWords, targetWords } from "#lib/criterion-words.ts";
import { formatDate } from "#lib/format-date.ts";
import { plural } from "#lib/format-size.ts";
import type { MovedGoalpost } from "#server/moved-goalposts.ts";

const SHOWN = 5;

/** Moving a target after the model is known makes success easy; so it stays in sight, with who, when and why. */
export function MovedNotice({ moved, base, zone }: { moved: readonly MovedGoalpost[]; base: string; zone: string }) {
  if (moved.length === 0) return null;
  const rest = moved.length - SHOWN;
  return (
    <Notice tone="warn">
      <b className="font-semibold">
        {moved.length === 1 ? "A limit was moved" : `${plural(moved.length, "limit")} were moved`} after modelling began
      </b>
      <ul className="mt-1 flex flex-col gap-1">
        {moved.slice(0, SHOWN).map(({ key, name, at, by, reason, ...change }) => (
          <li key={`${key} ${at.getTime()}`} className="text-pretty">
            <TextLink href={`${base}/criteria/${key}`}>{name}</TextLink>: {changeWords(change)}, {formatDate(at, zone)}
            {by && `, ${by}`}. {reason ? `“${reason}”` : "No reason is told."}
          </li>
        ))}
      </ul>
      {rest > 0 && <p className="mt-1">{plural(rest, "earlier change")} stand with the criteria.</p>}
    </Notice>
  );
}

function changeWords({ before, after }: Pick<MovedGoalpost, "before" | "after">): string {
  const pairs = [
    ["target", targetWords(before), targetWords(after)],
    ["guardrail", guardrailWords(before), guardrailWords(after)],
  ];
  const told = pairs.flatMap(([what, old, next]) => (old === next ? [] : [`${what} ${old} → ${next}`]));
  return told.join(", ") || "direction changed";
}
