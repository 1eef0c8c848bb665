import { TextLink } from "#components/ui/text-link.tsx";
import { sentenceCase } from "#lib/sentence-case.ts";
import type { HeardWhat } from "#server/inbound-events.ts";
import { findFactKind } from "#stages/fact-kinds.ts";
import type { Refusal } from "#wire/heard.ts";

const SHOWN = 50;

/** The facts of an event by kind, each with its page. In a trial there is nothing to lead to yet. */
export function BecameFacts({
  slug,
  facts,
  trial = false,
}: {
  slug: string;
  facts: readonly HeardWhat[];
  trial?: boolean;
}) {
  return (
    <dl className="flex flex-col gap-3">
      {[...Map.groupBy(facts, ({ kind }) => kind)].map(([name, all]) => {
        const kind = findFactKind(name);
        return (
          <div key={name}>
            <dt className="text-sm text-ink-2">{sentenceCase((all.length === 1 ? kind?.one : kind?.many) ?? name)}</dt>
            {all.slice(0, SHOWN).map(({ key, what }) => (
              <dd key={key} className="flex flex-wrap items-baseline gap-x-2 text-base">
                {trial && what === "created" ? (
                  <span className="font-mono text-sm wrap-anywhere">{key}</span>
                ) : (
                  <TextLink
                    href={`/projects/${slug}/facts/${name}/${encodeURIComponent(key)}`}
                    prefetch={false}
                    className="font-mono text-sm wrap-anywhere"
                  >
                    {key}
                  </TextLink>
                )}
                <span className="text-sm text-ink-2">{WORDS[trial ? "trial" : "done"][what]}</span>
              </dd>
            ))}
            {all.length > SHOWN && <dd className="text-sm text-ink-2">and {all.length - SHOWN} more</dd>}
          </div>
        );
      })}
    </dl>
  );
}

const WORDS = {
  done: { created: "recorded", changed: "changed", unchanged: "as it was" },
  trial: { created: "would be recorded", changed: "would be changed", unchanged: "is so already" },
} as const;

export function Refusals({ refused, total }: { refused: readonly Refusal[]; total: number }) {
  return (
    <ul className="flex flex-col gap-1.5 text-base">
      {refused.map(({ path, reason }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stored list never moves
        <li key={at} className="text-pretty">
          {path && <code className="mr-2 rounded-sm bg-sunken px-1 font-mono text-sm wrap-anywhere">{path}</code>}
          {reason}
        </li>
      ))}
      {total > refused.length && <li className="text-sm text-ink-2">and {total - refused.length} more</li>}
    </ul>
  );
}
