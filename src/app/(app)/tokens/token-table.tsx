import { RevokeToken } from "#app/(app)/tokens/revoke-token.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { now } from "#server/clock.ts";
import type { TokenRow } from "#server/tokens.ts";

type TokenTableProps = { tokens: readonly TokenRow[]; zone: string; slug?: string };

const SOON_MS = 14 * 86_400_000;

export function TokenTable({ tokens, zone, slug }: TokenTableProps) {
  const at = now();
  return (
    <TableScroll label="Tokens" className="rounded-card">
      <Table>
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>May</Th>
            <Th>Last used</Th>
            <Th>Ends</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <Tr key={token.id}>
              <RowHead className="min-w-40 wrap-anywhere">
                <span className="block">{token.name}</span>
                <span className="block font-mono text-sm font-normal text-ink-2">{token.prefix}…</span>
              </RowHead>
              <Td>
                <span className="flex flex-wrap gap-1.5">
                  {token.scopes.map((scope) => (
                    <Tag key={scope}>{scope}</Tag>
                  ))}
                </span>
              </Td>
              <Td className="whitespace-nowrap text-ink-2">
                {token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} now={at} zone={zone} /> : "Never"}
              </Td>
              <Td className="whitespace-nowrap">
                <EndTag expiresAt={token.expiresAt} at={at} zone={zone} />
              </Td>
              <Td className="text-right">
                <RevokeToken id={token.id} name={token.name} slug={slug} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function EndTag({ expiresAt, at, zone }: { expiresAt: Date; at: Date; zone: string }) {
  const left = expiresAt.getTime() - at.getTime();
  if (left <= 0) return <Tag tone="bad">Ended</Tag>;
  const time = <RelativeTime at={expiresAt} now={at} zone={zone} />;
  return left < SOON_MS ? <Tag tone="warn">{time}</Tag> : <span className="text-ink-2">{time}</span>;
}
