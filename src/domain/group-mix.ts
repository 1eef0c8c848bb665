import { GROUP_FLOORS } from "#domain/fairness-rates.ts";

export type GroupCount = { group: string; decisions: number; selected: number | null };

export type LiveGroup = {
  group: string;
  decisions: number;
  /** Of all decisions that were counted by group, a fraction. */
  share: number;
  /** Share now ÷ share when it was assessed; null where too few are expected to tell, or the group was not assessed. */
  ratio: number | null;
  /** Selected ÷ decisions; null where nobody counts them. */
  selectionRate: number | null;
};

/**
 * The groups as they come now, against those that were assessed (B8.5). A ratio is told where the assessed share promises
 * at least as many decisions as a group needs to be judged (30): below that, chance alone leaves the band. Empty while no
 * decision is counted.
 */
export function groupMix(now: readonly GroupCount[], assessed: Readonly<Record<string, number>>): LiveGroup[] {
  const total = now.reduce((sum, { decisions }) => sum + decisions, 0);
  const before = Object.values(assessed).reduce((sum, n) => sum + n, 0);
  if (!(total > 0)) return [];
  const names = new Set([...Object.keys(assessed), ...now.map(({ group }) => group)]);
  return [...names].map((group) => {
    const counted = now.find((each) => each.group === group);
    const decisions = counted?.decisions ?? 0;
    const expected = before > 0 ? ((assessed[group] ?? 0) / before) * total : 0;
    const selected = counted?.selected ?? null;
    return {
      ...{ group, decisions, share: decisions / total },
      ratio: expected >= GROUP_FLOORS.rows ? decisions / expected : null,
      selectionRate: selected !== null && decisions > 0 ? Math.min(1, selected / decisions) : null,
    };
  });
}
