import { RevokeShare } from "#app/(app)/projects/[slug]/documents/revoke-share.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { DOCUMENT_TITLES } from "#domain/document.ts";
import { formatDate } from "#lib/format-date.ts";
import { plural } from "#lib/format-size.ts";
import { now } from "#server/clock.ts";
import type { ShareRow } from "#server/share-links.ts";

type ShareTableProps = { slug: string; shares: readonly ShareRow[]; zone: string };

export function ShareTable({ slug, shares, zone }: ShareTableProps) {
  const at = now();
  return (
    <TableScroll label="Read-only links" className="rounded-card">
      <Table>
        <thead>
          <tr>
            <Th>For</Th>
            <Th>Document</Th>
            <Th>Made by</Th>
            <Th>Opened</Th>
            <Th>Ends</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {shares.map((share) => (
            <Tr key={share.id}>
              <RowHead className="min-w-36 wrap-anywhere">{share.audience}</RowHead>
              <Td className="min-w-32">
                {DOCUMENT_TITLES[share.document]}
                {share.key && <span className="block text-sm wrap-anywhere text-ink-2">{share.key}</span>}
              </Td>
              <Td className="min-w-32">
                {share.createdByName}
                <span className="block text-sm text-ink-2">{formatDate(share.createdAt, zone)}</span>
              </Td>
              <Td className="whitespace-nowrap">
                {share.lastOpenedAt ? (
                  <>
                    {plural(share.openedCount, "time")}
                    <span className="block text-sm text-ink-2">
                      last <RelativeTime at={share.lastOpenedAt} now={at} zone={zone} />
                    </span>
                  </>
                ) : (
                  <span className="text-ink-2">Never</span>
                )}
              </Td>
              <Td className="whitespace-nowrap">
                <EndOf share={share} zone={zone} />
              </Td>
              <Td className="text-right">
                {share.state === "open" && <RevokeShare slug={slug} id={share.id} audience={share.audience} />}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function EndOf({ share: { state, expiresAt, revokedAt, revokedByName }, zone }: { share: ShareRow; zone: string }) {
  if (state === "open") return formatDate(expiresAt, zone);
  if (state === "ended") return <Tag tone="quiet">Ended {formatDate(expiresAt, zone)}</Tag>;
  return (
    <Tag tone="quiet" title={revokedByName ? `By ${revokedByName}` : undefined}>
      Revoked {formatDate(revokedAt ?? expiresAt, zone)}
    </Tag>
  );
}
