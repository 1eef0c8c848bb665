import { Notice } from "#components/ui/notice.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { formatDate } from "#lib/format-date.ts";
import type { StageView } from "#server/stage-view.ts";

type EntryNoticeProps = { slug: string; entry: StageView["entry"]; now: string; zone: string };

/** Why the stage is where it is, where that is no matter of course: flagged, blocked, sent back, reopened, set aside. */
export function EntryNotice({ slug, entry, now, zone }: EntryNoticeProps) {
  const title = entry && TITLES[entry.verb];
  if (!title || !entry.reason) return null;
  const { blockedBy, expectedUntil } = entry;
  return (
    <Notice tone={entry.verb === "flag" ? "bad" : entry.verb === "set-aside" ? "quiet" : "warn"} title={title}>
      <p>
        {entry.reason}
        {entry.about && (
          <>
            {" "}
            <TextLink href={`/projects/${slug}/facts/${entry.about}`}>See what it rests on</TextLink>
          </>
        )}
      </p>
      {blockedBy && (
        <p>
          Waits for {blockedBy}
          {expectedUntil && `, expected until ${formatDate(expectedUntil)}`}.
        </p>
      )}
      <p className="text-sm">
        {entry.by ?? "By rule"}, <RelativeTime at={entry.at} now={now} zone={zone} />
      </p>
    </Notice>
  );
}

const TITLES: Readonly<Record<string, string>> = {
  flag: "This stage needs attention",
  block: "This stage is blocked",
  "send-back": "Changes are asked for",
  reopen: "This stage was reopened",
  "set-aside": "This stage is set aside",
};
