export type ReleaseNames = {
  /** What people and machines call the release and its deployments. */
  own: readonly string[];
  /** What they call all other releases and deployments. */
  others: readonly string[];
  /** When it first came into production. */
  since: number;
};

/**
 * Whether an alert is about a release (G7.6). One whose series names the release, or a deployment of it, always is; one that
 * names another release never is. Where none is named it is, if it opened once the release was in production: what was
 * wrong before cannot be its doing.
 */
export function isAboutRelease(
  { openedAt, labels }: { openedAt: number; labels: Readonly<Record<string, string>> },
  { own, others, since }: ReleaseNames,
): boolean {
  const named = Object.values(labels).map(plain);
  if (own.some((name) => named.includes(plain(name)))) return true;
  return !others.some((name) => named.includes(plain(name))) && openedAt >= since;
}

const plain = (name: string): string => name.trim().toLowerCase();
