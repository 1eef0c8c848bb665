import { formatAgo, formatUtc } from "#lib/format-date.ts";

type RelativeTimeProps = {
  at: Date | string;
  now: Date | string;
  zone?: string | undefined;
  className?: string /** In a sentence: "2 h ago" instead of "2 h". */;
  ago?: boolean;
};

/** "2 h", "yesterday", "12 Feb 2026"; the whole instant in UTC on hover and for machines. `now` comes from the server's clock. */
export function RelativeTime({ at, now, zone, className, ago = false }: RelativeTimeProps) {
  const words = formatAgo(at, now, zone);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatUtc(at)} className={className}>
      {words}
      {ago && A_LENGTH.test(words) && " ago"}
    </time>
  );
}

const A_LENGTH = /^\d+ (min|h|d)$/;
