const LIMIT_BYTES = 25 * 1024 * 1024;

export type Stored = { ok: true; id: string } | { ok: false; message: string };

/** Sends a file through the API, since server actions are for small forms. XMLHttpRequest is what reports progress. */
export function uploadFile(slug: string, file: File, onSent: (share: number) => void): Promise<Stored> {
  if (file.size > LIMIT_BYTES)
    return Promise.resolve({ ok: false, message: "A file may have at most 25 MB. Link to larger ones." });
  const form = new FormData();
  form.set("file", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/projects/${slug}/files`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(storedBy(request));
    request.onerror = () =>
      resolve({ ok: false, message: "The server did not answer. Check the connection and try again." });
    request.send(form);
  });
}

function storedBy({ status, response }: XMLHttpRequest): Stored {
  const body: unknown = response;
  if (typeof body !== "object" || body === null) return { ok: false, message: `The upload was refused (${status}).` };
  if (status < 300 && "id" in body && typeof body.id === "string") return { ok: true, id: body.id };
  const detail = "detail" in body && typeof body.detail === "string" ? body.detail : null;
  return { ok: false, message: detail ?? "The file was refused." };
}
