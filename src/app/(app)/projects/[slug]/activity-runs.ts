/** Autosave writes a row a save: what one person did over and over stands once, at its newest time. */
export function runsOf<T>(events: readonly T[], words: (event: T) => string): { newest: T; times: number }[] {
  const runs: { newest: T; times: number }[] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last && words(last.newest) === words(event)) last.times += 1;
    else runs.push({ newest: event, times: 1 });
  }
  return runs;
}
