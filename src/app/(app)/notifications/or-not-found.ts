import { notFound } from "next/navigation";
import { AppError } from "#domain/errors.ts";

/** What is not there is the page for that; a cursor that nobody gave out, too. */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AppError && (error.code === "NOT_FOUND" || error.code === "INVALID")) notFound();
    throw error;
  }
}
