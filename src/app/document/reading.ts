import { notFound } from "next/navigation";
import type { DocumentTree } from "#domain/document.ts";
import { AppError } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { type DocumentPlace, getDocument } from "#server/documents/documents.ts";

/** A document for its page; a card or sheet that is not there is a page that is not there. */
export async function readingDocument(access: Access<"project.read">, place: DocumentPlace): Promise<DocumentTree> {
  try {
    return await getDocument(access, place);
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}
