import { formatAgo, formatUtc } from "#lib/format-date.ts";

type RelativeTimeProps = { at: Date | string; now: Date | string; zone?: string | undefined; className?: string };

/** "2 h", "yesterday", "12 Feb 2026"; the whole instant in UTC on hover and for machines. `now` comes from the server's clock. */
export function RelativeTime({ at, now, zone, className }: RelativeTimeProps) {
  return (
    <time dateTime={new Date(at).toISOString()} title={formatUtc(at)} className={className}>
      {formatAgo(at, now, zone)}
    </time>
  );
}
