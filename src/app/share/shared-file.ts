import { openedShare } from "#app/share/opened.ts";
import { type DocumentForm, documentFile } from "#server/documents/file-answer.ts";
import { getSharedDocument } from "#server/share-links.ts";

/** A shared document as a file: nothing keeps it, nothing lists it, and its address is told to nobody. */
export async function sharedFile(token: string, form: DocumentForm): Promise<Response> {
  const opened = await openedShare(token);
  const tree = opened && (await getSharedDocument(opened));
  if (!opened || !tree) return new Response("This link shows nothing.\n", { status: 404, headers: QUIET });
  const answer = await documentFile(opened.slug, opened.place, form, tree);
  for (const [name, value] of Object.entries(QUIET)) answer.headers.set(name, value);
  return answer;
}

const QUIET = { "cache-control": "no-store", "x-robots-tag": "noindex, nofollow", "referrer-policy": "no-referrer" };
