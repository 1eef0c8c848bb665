import { NewToken } from "#app/(app)/tokens/new-token.tsx";
import { TokenTable } from "#app/(app)/tokens/token-table.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { whoMay } from "#domain/permissions.ts";
import { publicUrl } from "#lib/environment.ts";
import type { Access } from "#server/access.ts";
import { listServiceTokens } from "#server/tokens.ts";

type ServiceTokensProps = {
  slug: string;
  /** Null for members who may not: they read who may. */
  access: Access<"token.manage"> | null;
  zone: string;
};

/** A panel of the project's settings. */
export async function ServiceTokens({ slug, access, zone }: ServiceTokensProps) {
  const tokens = access ? await listServiceTokens(access) : [];
  const make = access && <NewToken slug={slug} address={publicUrl()} />;
  return (
    <Card
      id="service-tokens"
      title="Service tokens"
      note="For pipelines and services of this project: they act in no person’s name"
      padded={tokens.length === 0}
      aside={tokens.length > 0 && make}
    >
      {tokens.length > 0 && <TokenTable tokens={tokens} zone={zone} slug={slug} />}
      {tokens.length === 0 && (
        <EmptyState title={access ? "No service tokens yet" : "For those who build"} action={make}>
          {access
            ? "A service that scores or serves the model sends its metrics with one."
            : `Service tokens of the project take ${whoMay("token.manage")}.`}
        </EmptyState>
      )}
    </Card>
  );
}
