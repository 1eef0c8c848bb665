import type { Metadata } from "next";
import { MLFLOW_DOOR } from "#api/mlflow/mount.ts";
import { WIRE_ROUTES } from "#api/wire/routes.ts";
import { ConnectionCards } from "#app/(app)/projects/[slug]/connect/connection-cards.tsx";
import { InboundTabs } from "#app/(app)/projects/[slug]/inbound/inbound-tabs.tsx";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { can, whoMay } from "#domain/permissions.ts";
import { publicUrl } from "#lib/environment.ts";
import { formatAgo } from "#lib/format-date.ts";
import { now } from "#server/clock.ts";
import { listHookSecrets } from "#server/hook-secrets.ts";
import { countArrivals } from "#server/inbound-log.ts";
import { CONNECTIONS } from "#wire/connect.ts";
import { WIRE_NAMES } from "#wire/heard.ts";

export const metadata: Metadata = { title: "Connect" };

export default async function ConnectPage({ params }: { params: Promise<{ slug: string }> }) {
  const access = await readingProject((await params).slug);
  const [arrivals, hooks, { user, actor }] = await Promise.all([
    countArrivals(access),
    listHookSecrets(access),
    currentSession(),
  ]);
  const at = now();
  const listening = CONNECTIONS.filter(
    ({ door }) => door === MLFLOW_DOOR || WIRE_ROUTES.some(({ path }) => path.startsWith(door)),
  );
  const manages = can(access.roles, "token.manage") || (actor.kind === "person" && actor.isAdmin);
  return (
    <div className="flex flex-col gap-4">
      <InboundTabs slug={access.slug} current="connect" />
      <p className="max-w-prose text-base text-pretty text-ink-2">
        What your tools already say is filed here by itself. Copy three lines into what you have; there is no package to
        install. {manages ? "" : `A token is made by ${whoMay("token.manage")}.`}
      </p>
      <ConnectionCards
        slug={access.slug}
        origin={publicUrl()}
        manages={manages}
        connections={listening.map(({ format, brings, into, by }) => {
          const found = arrivals.find((each) => each.format === format);
          const hook = hooks.find((each) => each.format === format);
          return {
            ...{ format, name: WIRE_NAMES[format], brings, into, by, count: found?.count ?? 0 },
            last: found?.lastAt ? formatAgo(found.lastAt, at, user.timeZone) : null,
            secretMade: hook ? formatAgo(hook.createdAt, at, user.timeZone) : null,
          };
        })}
      />
    </div>
  );
}
