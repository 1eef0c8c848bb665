import { AppError } from "#domain/errors.ts";
import { type Bearer, findBearer } from "#server/bearer.ts";

/**
 * Foreign clients bring the token in the way they know: as Bearer, as the password of Basic, or in the header of
 * Evidently. Never a cookie: no page of ours speaks these formats, so no foreign page can make a browser do it.
 */
export async function requireBearer(headers: Headers): Promise<Bearer> {
  const token = tokenIn(headers);
  if (!token) throw new AppError("UNAUTHENTICATED", "Send a token of the project: its connect page makes one.");
  const bearer = await findBearer(token);
  if (!bearer) throw new AppError("UNAUTHENTICATED", "This token is unknown, revoked or past its end date.");
  return bearer;
}

function tokenIn(headers: Headers): string | null {
  const authorization = headers.get("authorization");
  if (authorization === null) return headers.get("evidently-secret");
  const [, scheme = "", value = ""] = /^(Bearer|Basic) +([^\s]+)$/i.exec(authorization.trim()) ?? [];
  return scheme.toLowerCase() === "basic" ? passwordIn(value) : value || null;
}

function passwordIn(encoded: string): string | null {
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  return colon < 0 ? null : pair.slice(colon + 1) || null;
}
