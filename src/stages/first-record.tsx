import type { ReactNode } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Access } from "#server/access.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";

type FirstRecordProps = {
  access: Access<"project.read">;
  /** What the picture is drawn from. */
  kind: Pick<AnyFactKind, "kind" | "writers">;
  title: string;
  /** What the button says. */
  action: string;
  /** Whether a file is offered beside it. */
  importable?: boolean;
  children: ReactNode;
};

/** A picture that has nothing to draw yet: what it is for, and the first step for those who may take it. */
export function FirstRecord({ access, kind, title, action, importable = false, children }: FirstRecordProps) {
  const base = `/projects/${access.slug}/facts/${kind.kind}`;
  const may = access.roles.some((role) => kind.writers.includes(role));
  const steps = (
    <>
      <ButtonLink href={`${base}/new`}>{action}</ButtonLink>
      {importable && (
        <ButtonLink href={`${base}/import`} variant="ghost">
          Import a file
        </ButtonLink>
      )}
    </>
  );
  return (
    <Card>
      <EmptyState title={title} action={may ? steps : undefined}>
        {children}
      </EmptyState>
    </Card>
  );
}
