"use client";

import { useState } from "react";
import { makeHookSecretAction } from "#app/(app)/projects/[slug]/connect/actions.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { CONNECTIONS, SECRET_HERE, TOKEN_HERE } from "#wire/connect.ts";
import type { WireFormat } from "#wire/heard.ts";

export type ShownConnection = {
  format: WireFormat;
  name: string;
  brings: string;
  into: string;
  by: "token" | "secret";
  count: number;
  /** How long ago, in words. */
  last: string | null;
  secretMade: string | null;
};

type ConnectionCardProps = {
  slug: string;
  origin: string;
  connection: ShownConnection;
  token: string | undefined;
  manages: boolean;
};

export function ConnectionCard({ slug, origin, connection, token, manages }: ConnectionCardProps) {
  const { format, name, brings, into, by, count, last, secretMade } = connection;
  const [secret, setSecret] = useState<string>();
  const run = useAction(makeHookSecretAction);
  const own = by === "token" ? (token ?? TOKEN_HERE) : (secret ?? SECRET_HERE);
  const text = CONNECTIONS.find((each) => each.format === format)?.lines({ origin, slug, secret: own }) ?? "";
  return (
    <Card title={name} aside={<Heard count={count} last={last} />}>
      <div className="flex h-full flex-col gap-2.5">
        <p className="text-base text-pretty text-ink-2">{brings}</p>
        <p className="text-sm font-medium">{into}</p>
        <CodeBlock label={`Lines for ${name}`} text={text} />
        <div className="flex flex-wrap items-center gap-2">
          <CopyButton text={text} label="Copy lines" />
          {by === "secret" && manages && !secret && (
            <Button
              size="sm"
              pending={run.pending}
              onClick={() => run.submit({ slug, format }, (made) => setSecret(made.secret))}
            >
              {secretMade ? "Make a new secret" : "Make secret"}
            </Button>
          )}
          {count > 0 && <TextLink href={`/projects/${slug}/inbound?format=${format}`}>What arrived</TextLink>}
        </div>
        {by === "secret" && secretMade && !secret && (
          <p className="text-sm text-ink-2">A secret was made {secretMade} ago; a new one takes its place.</p>
        )}
        {secret && (
          <Notice tone="warn" live>
            The secret is shown this once. An earlier one no longer counts.
          </Notice>
        )}
        {run.problem && (
          <Notice tone="bad" live>
            {run.problem}
          </Notice>
        )}
      </div>
    </Card>
  );
}

/** Shape first: a dotted ring listens, a disc with a tick has heard. */
function Heard({ count, last }: { count: number; last: string | null }) {
  if (count === 0)
    return (
      <Tag>
        <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3" fill="none" stroke="currentColor">
          <circle cx="6" cy="6" r="4.5" strokeDasharray="1.6 1.6" strokeWidth="1.4" />
        </svg>
        Nothing yet
      </Tag>
    );
  return (
    <Tag tone="good">
      <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3" fill="currentColor">
        <circle cx="6" cy="6" r="5.5" />
        <path d="M3.4 6.2 5.2 8l3.4-3.7" fill="none" className="stroke-surface" strokeWidth="1.4" />
      </svg>
      {count.toLocaleString("en-GB")} heard, last {last}
    </Tag>
  );
}
