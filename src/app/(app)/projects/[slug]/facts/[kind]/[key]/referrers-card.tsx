import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { can } from "#domain/permissions.ts";
import type { Role } from "#domain/vocabulary.ts";
import { withArticle } from "#lib/article.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import type { Referrers } from "#server/fact-referrers.ts";
import { filtersOf } from "#stages/fact-kind.ts";

type ReferrersCardProps = { slug: string; factKey: string; referrers: readonly Referrers[]; roles: readonly Role[] };

/** What names this fact, and the way to record the next of it with the reference filled in. */
export function ReferrersCard({ slug, factKey, referrers, roles }: ReferrersCardProps) {
  const base = `/projects/${slug}/facts`;
  const records = ({ kind }: Referrers) =>
    can(roles, "fact.record") && roles.some((role) => kind.writers.includes(role)) && !kind.signed;
  const shown = referrers.filter((each) => each.count > 0 || records(each));
  if (shown.length === 0) return null;
  return (
    <Card title="Recorded about it">
      <ul className="grid gap-2.5">
        {shown.map(({ kind, path, count, newest }) => {
          const where = new URLSearchParams({ [path]: factKey });
          return (
            <li key={`${kind.kind} ${path}`} className="grid gap-x-4 text-base sm:grid-cols-[14rem_minmax(0,1fr)_auto]">
              <Link
                href={`${base}/${kind.kind}${narrows(kind, path) ? `?${where}` : ""}`}
                prefetch={false}
                className="font-medium hover:underline"
              >
                {sentenceCase(kind.many)} <span className="figures font-normal text-ink-2">{count}</span>
              </Link>
              <span className="min-w-0 text-ink-2 wrap-anywhere">
                {newest.map(({ key, title }, at) => (
                  <span key={key}>
                    {at > 0 && ", "}
                    <Link
                      href={`${base}/${kind.kind}/${encodeURIComponent(key)}`}
                      prefetch={false}
                      className="underline underline-offset-2 hover:text-ink"
                    >
                      {labelOf(title, key, factKey)}
                    </Link>
                  </span>
                ))}
                {count > newest.length && ` and ${count - newest.length} more`}
              </span>
              {records({ kind, path, count, newest }) && (
                <Link
                  href={`${base}/${kind.kind}/new?${where}`}
                  prefetch={false}
                  className="no-print text-sm underline underline-offset-2"
                >
                  Record<span className="sr-only"> {withArticle(kind.one)}</span>
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** A list of references cannot narrow a list of facts. */
function narrows(kind: Referrers["kind"], path: string): boolean {
  return filtersOf(kind).some((field) => field.path === path);
}

/** A profile or a datasheet is called like what it is about; its key tells more. */
function labelOf(title: string, key: string, about: string): string {
  return title === about ? key : title;
}
