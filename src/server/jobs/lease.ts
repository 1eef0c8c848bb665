import { now } from "#server/clock.ts";
import { pointsPool } from "#server/points/pool.ts";

/** Takes or renews the named lease for this owner; false while another holds it. A dead owner's runs out. */
export async function holdLease(name: string, owner: string, seconds: number): Promise<boolean> {
  const at = now();
  const { rowCount } = await pointsPool().query(
    `insert into lease as l (name, owner, until, beat) values ($1, $2, $3, $4)
     on conflict (name) do update set owner = $2, until = $3, beat = $4 where l.owner = $2 or l.until <= $4`,
    [name, owner, new Date(at.getTime() + seconds * 1000), at],
  );
  return rowCount === 1;
}

export async function releaseLease(name: string, owner: string): Promise<void> {
  await pointsPool().query("delete from lease where name = $1 and owner = $2", [name, owner]);
}

/** Rows of workers that stopped without a word. */
export async function sweepLeases(prefix: string): Promise<void> {
  const dayAgo = new Date(now().getTime() - 86_400_000);
  await pointsPool().query("delete from lease where starts_with(name, $1) and until < $2", [prefix, dayAgo]);
}
