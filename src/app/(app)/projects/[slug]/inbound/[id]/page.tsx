import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BecameFacts, Refusals } from "#app/(app)/projects/[slug]/inbound/became.tsx";
import { InboundTabs } from "#app/(app)/projects/[slug]/inbound/inbound-tabs.tsx";
import { OutcomeTag } from "#app/(app)/projects/[slug]/inbound/outcome-tag.tsx";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { Card } from "#components/ui/card.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { AppError } from "#domain/errors.ts";
import { formatDateTime } from "#lib/format-date.ts";
import type { Access } from "#server/access.ts";
import { getInbound } from "#server/inbound-log.ts";
import { WIRE_NAMES } from "#wire/heard.ts";

export const metadata: Metadata = { title: "Event" };

type PageProps = { params: Promise<{ slug: string; id: string }> };

export default async function EventPage({ params }: PageProps) {
  const { slug, id } = await params;
  const access = await readingProject(slug);
  const [event, { user }] = await Promise.all([readingEvent(access, id), currentSession()]);
  const { facts, points, refused, refusals, notes, payload } = event;
  const when = (at: Date) => formatDateTime(at, user.timeZone);
  return (
    <div className="flex flex-col gap-4">
      <InboundTabs slug={slug} current={null} />
      <Card title={event.about} aside={<OutcomeTag outcome={event.outcome} />}>
        <p className="text-base text-pretty text-ink-2">
          {WIRE_NAMES[event.format]}, sent by {event.sentBy} on {when(event.receivedAt)}
          {event.repeats > 0 &&
            `; the same came ${event.repeats.toLocaleString("en-GB")} more ${event.repeats === 1 ? "time" : "times"}, last on ${when(event.lastAt)}, and changed nothing`}
          .
        </p>
      </Card>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title="What it became">
          {facts.length > 0 && <BecameFacts slug={slug} facts={facts} />}
          {points > 0 && (
            <p className="mt-3 text-base first:mt-0">
              {points.toLocaleString("en-GB")} {points === 1 ? "point" : "points"} of series
            </p>
          )}
          {facts.length + points === 0 && <p className="text-base text-ink-2">Nothing was filed.</p>}
          {notes.map((note) => (
            <p key={note} className="mt-3 text-base text-pretty text-ink-2 first:mt-0">
              {note}
            </p>
          ))}
        </Card>
        <Card title="What was refused" note={refusals > 0 ? refusals.toLocaleString("en-GB") : undefined}>
          {refused.length > 0 ? (
            <Refusals refused={refused} total={refusals} />
          ) : (
            <p className="text-base text-ink-2">Nothing.</p>
          )}
        </Card>
      </div>
      <Card
        title="As it came"
        note={event.sizeBytes > 0 ? `${event.sizeBytes.toLocaleString("en-GB")} bytes` : undefined}
      >
        {payload === null ? (
          <p className="text-base text-ink-2">
            The payload is not shown: payloads are kept for a month, up to a size, and for those who work on the
            project.
          </p>
        ) : (
          <CodeBlock label="Payload" text={readable(payload)} />
        )}
      </Card>
    </div>
  );
}

async function readingEvent(access: Access<"project.read">, id: string) {
  try {
    return await getInbound(access, id);
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}

const MOST_SHOWN = 40_000;

/** Indented where it is JSON; the start of what is very long. */
function readable(payload: string): string {
  const text = indented(payload);
  return text.length <= MOST_SHOWN
    ? text
    : `${text.slice(0, MOST_SHOWN)}\n… and ${text.length - MOST_SHOWN} more characters`;
}

function indented(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
