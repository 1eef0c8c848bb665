import { type DataSourceData, EARLIER_KEPT } from "#stages/data-selection/source-schema.ts";

/**
 * A source whose schema has another version than before: since when, and the one that it had joins the earlier ones. What is
 * not told again of the schema stays as it was told.
 */
export function withSchemaHistory(next: DataSourceData, before: DataSourceData, now: number): DataSourceData {
  const { schemaVersion, schemaChangedAt, schemaChange, schemaHistory, ...source } = next;
  const { schemaVersion: earlier, schemaHistory: kept = [] } = before;
  const history = schemaHistory ?? kept;
  if (schemaVersion === undefined || earlier === undefined || schemaVersion === earlier)
    return history.length > 0 ? { ...next, schemaHistory: history } : next;
  const said = schemaChangedAt !== before.schemaChangedAt ? schemaChangedAt : undefined;
  const change = schemaChange !== before.schemaChange ? schemaChange : undefined;
  const left = {
    version: earlier,
    ...(before.schemaChangedAt && { since: before.schemaChangedAt }),
    ...(before.schemaChange && { change: before.schemaChange }),
  };
  return {
    ...{ ...source, schemaVersion, schemaChangedAt: said ?? new Date(now).toISOString() },
    ...(change && { schemaChange: change }),
    schemaHistory: [left, ...history].slice(0, EARLIER_KEPT),
  };
}
