import { headers } from "next/headers";
import { cache } from "react";
import { clientAddress } from "#server/auth.ts";
import { type OpenedShare, openShare } from "#server/share-links.ts";

/** Asked once a request, so that one look counts once. */
export const openedShare = cache(
  async (token: string): Promise<OpenedShare | null> => openShare(token, clientAddress(await headers())),
);
