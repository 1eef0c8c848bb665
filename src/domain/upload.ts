/** 25 MB, as the evidence rules say. */
export const FILE_LIMIT_BYTES = 25 * 1024 * 1024;

/** What may be kept as evidence, by the type found in the content; text has no signature and is judged by its bytes. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "application/pdf": ["pdf"],
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/gif": ["gif"],
  "image/webp": ["webp"],
  "application/zip": ["zip"],
  "application/gzip": ["gz", "tgz"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  "application/vnd.oasis.opendocument.text": ["odt"],
  "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
  "application/x-parquet": ["parquet"],
};

const TEXT_EXTENSIONS: Readonly<Record<string, string>> = {
  txt: "text/plain",
  md: "text/markdown",
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  json: "application/json",
  yaml: "application/yaml",
  yml: "application/yaml",
  ipynb: "application/json",
  log: "text/plain",
};

export type UploadVerdict = { ok: true; mediaType: string } | { ok: false; because: string };

/**
 * Judges a file by its content, not by what the sender calls it.
 * @param extension of the name, small letters, without the dot
 * @param found media type read from the signature, or null when the content has none
 * @param isText whether the bytes are valid UTF-8 without NUL
 */
export function judgeUpload(extension: string, found: string | null, isText: boolean): UploadVerdict {
  if (found && Object.hasOwn(ALLOWED, found)) {
    if (ALLOWED[found]?.includes(extension)) return { ok: true, mediaType: found };
    return {
      ok: false,
      because: `The content is ${found}, but the name ends in .${extension}. Rename the file to what it is.`,
    };
  }
  const text = Object.hasOwn(TEXT_EXTENSIONS, extension) ? TEXT_EXTENSIONS[extension] : undefined;
  if (text && isText && (found === null || found === "application/json")) return { ok: true, mediaType: text };
  return { ok: false, because: `Files of this kind are not kept. Send ${KINDS}.` };
}

const KINDS = "a PDF, picture, office document, notebook, text, CSV, JSON, YAML, Parquet or ZIP";

/** The name as it may be shown and sent back: no paths, no control or direction characters, at most 120 characters. */
export function safeFileName(name: string): string {
  const base = name.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const clean = base
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}"<>|:*?]/gu, "")
    .trim()
    .replace(/^\.+/, "");
  if (clean.length <= 120) return clean || "file";
  const dot = clean.lastIndexOf(".");
  const ending = dot > 0 ? clean.slice(dot).slice(0, 12) : "";
  return `${clean.slice(0, 120 - ending.length)}${ending}`.replace(/\p{Cs}/gu, "");
}
