import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { installationSecret } from "#lib/environment.ts";

/* Secrets that must be read again (a webhook's address, a token for another system): AES-256-GCM with a key of this
   installation, which is no part of the database. What a secret belongs to is sealed in with it. */

const FORMAT = "v1";

/** `belongsTo` names the row, so that a sealed text moved to another row does not open. */
export function seal(text: string, belongsTo: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key(), iv).setAAD(Buffer.from(belongsTo));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return [FORMAT, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".");
}

/** Null where it was sealed by another installation, belongs to another row, or was changed. */
export function unseal(sealed: string, belongsTo: string): string | null {
  const [format, ...parts] = sealed.split(".");
  const [iv, tag, body] = parts.map((part) => Buffer.from(part, "base64url"));
  if (format !== FORMAT || iv?.byteLength !== 12 || tag?.byteLength !== 16 || !body) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key(), iv).setAAD(Buffer.from(belongsTo)).setAuthTag(tag);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

function key(): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", installationSecret(), "", "throughline sealed secrets", 32));
}
