"use client";

import { useState } from "react";
import { ConnectionCard, type ShownConnection } from "#app/(app)/projects/[slug]/connect/connection-card.tsx";
import { useArrivals } from "#app/(app)/projects/[slug]/connect/use-arrivals.ts";
import { createServiceTokenAction } from "#app/(app)/tokens/actions.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

type ConnectionCardsProps = {
  slug: string;
  origin: string;
  manages: boolean;
  connections: readonly ShownConnection[];
};

/** One token, made on the spot, stands in the lines of every card; it is gone with the page. */
export function ConnectionCards({ slug, origin, manages, connections }: ConnectionCardsProps) {
  const [token, setToken] = useState<string>();
  const run = useAction(createServiceTokenAction);
  useArrivals(
    slug,
    connections.map(({ count }) => count).reduce((sum, count) => sum + count, 0),
  );
  const make = () =>
    run.submit({ slug, token: { name: "Connect", scopes: ["ingest"] } }, (made) => setToken(made.token));
  return (
    <div className="flex flex-col gap-4">
      {manages && !token && (
        <Notice
          title="The lines need a token of this project"
          action={
            <Button variant="primary" onClick={make} pending={run.pending}>
              Make token
            </Button>
          }
        >
          It may send points and record facts, nothing else, for 90 days. It is revoked under Settings.
        </Notice>
      )}
      {run.problem && (
        <Notice tone="bad" live>
          {run.problem}
        </Notice>
      )}
      {token && (
        <Notice tone="warn" live title="The token stands in the lines below, this once">
          Copy what you need before you leave the page. Keep it where your code keeps its secrets.
        </Notice>
      )}
      <ul className="grid gap-4 lg:grid-cols-2">
        {connections.map((connection) => (
          <li key={connection.format} className="flex min-w-0 *:flex-1">
            <ConnectionCard slug={slug} origin={origin} connection={connection} token={token} manages={manages} />
          </li>
        ))}
      </ul>
    </div>
  );
}
