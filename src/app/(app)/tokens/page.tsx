import type { Metadata } from "next";
import { NewToken } from "#app/(app)/tokens/new-token.tsx";
import { TokenTable } from "#app/(app)/tokens/token-table.tsx";
import { currentSession } from "#app/actor.ts";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { publicUrl } from "#lib/environment.ts";
import { authorizeOrg } from "#server/access.ts";
import { listPersonalTokens } from "#server/tokens.ts";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const { actor, user } = await currentSession();
  const tokens = await listPersonalTokens(authorizeOrg(actor, "own.profile"));
  const make = <NewToken address={publicUrl()} />;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="API tokens"
        summary="Your own tokens act as you, within what you allow them. A pipeline that sends metrics gets a service token of its project instead: under the project’s settings."
        actions={tokens.length > 0 ? make : undefined}
      />
      <Card padded={tokens.length === 0}>
        {tokens.length === 0 ? (
          <EmptyState title="No tokens yet" action={make}>
            With a token, a script or a notebook does over the <TextLink href="/docs">API</TextLink> what you do here.
          </EmptyState>
        ) : (
          <TokenTable tokens={tokens} zone={user.timeZone} />
        )}
      </Card>
    </div>
  );
}
