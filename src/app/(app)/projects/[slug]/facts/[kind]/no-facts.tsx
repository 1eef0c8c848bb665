import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { anyOf } from "#domain/permissions.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";

type NoFactsProps = { kind: AnyFactKind; filtered: boolean; base: string; mayRecord: boolean };

/** An empty list says what it is for and how it begins. */
export function NoFacts({ kind, filtered, base, mayRecord }: NoFactsProps) {
  if (filtered)
    return (
      <EmptyState
        title={`No ${kind.one} matches`}
        action={
          <ButtonLink href={base} prefetch={false}>
            Show all
          </ButtonLink>
        }
      >
        Nothing here is called that, or has what you chose.
      </EmptyState>
    );
  return (
    <EmptyState
      title={`No ${kind.one} is recorded yet`}
      action={
        mayRecord && (
          <ButtonLink href={`${base}/new`} prefetch={false}>
            Record the first
          </ButtonLink>
        )
      }
    >
      {kind.help}{" "}
      {mayRecord ? "They can also be imported, or sent by a script." : `They are recorded by ${anyOf(kind.writers)}.`}
    </EmptyState>
  );
}
