import { listed } from "#domain/listed.ts";
import type { SourceOverview } from "#stages/data-selection/source-overview.ts";

export function named(sources: readonly Pick<SourceOverview, "data">[]): string {
  return listed(sources.map(({ data }) => data.name));
}

/** "one source is", "3 sources are": what they are follows. */
export function counted(count: number, one: string): string {
  return count === 1 ? `one ${one} is` : `${count} ${one}s are`;
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
