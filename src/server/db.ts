import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "#generated/prisma/client.ts";

type ReadMethod =
  | "findUnique"
  | "findUniqueOrThrow"
  | "findFirst"
  | "findFirstOrThrow"
  | "findMany"
  | "count"
  | "aggregate"
  | "groupBy";

type Delegates = {
  [K in keyof PrismaClient as PrismaClient[K] extends { findMany: unknown } ? K : never]: PrismaClient[K];
};

/** Every model with its reading methods only: writing goes through `mutate`. */
export type ReadOnlyDb = { readonly [K in keyof Delegates]: Pick<Delegates[K], ReadMethod & keyof Delegates[K]> } & {
  readonly $queryRaw: PrismaClient["$queryRaw"];
};

export type Tx = Prisma.TransactionClient;

let client: PrismaClient | undefined;

/** Connects at first use, so that a module can be imported before the database's address is known. */
export function connect(): PrismaClient {
  client ??= new PrismaClient({
    adapter: new PrismaPg(
      {
        connectionString: databaseUrl(),
        max: 8,
        connectionTimeoutMillis: 5_000,
        idleTimeoutMillis: 30_000,
        // The driver sends times without a zone, in UTC: a server that lives elsewhere would store them hours off.
        options:
          "-c TimeZone=UTC -c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000",
      },
      { statementNameGenerator: ({ sql }) => statementName(sql) },
    ),
  });
  return client;
}

const names = new Map<string, string>();
const LONG = 1_000;
const MOST_NAMES = 200;
const UNNAMED = "";

/** A long statement (joins of many tables) takes longer to plan than to run: it gets a name, and one plan a connection. */
function statementName(sql: string): string {
  if (sql.length >= LONG && !names.has(sql) && names.size < MOST_NAMES) names.set(sql, `long_${names.size}`);
  return names.get(sql) ?? UNNAMED;
}

export function databaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start through `npm start`, or name a Postgres");
  return url;
}

export async function disconnect(): Promise<void> {
  await client?.$disconnect();
  client = undefined;
}

/** Reads. A model's methods are looked up at the call, so that connecting stays lazy. */
export const db: ReadOnlyDb = new Proxy({} as ReadOnlyDb, {
  get: (_, key) => Reflect.get(connect(), key),
});
