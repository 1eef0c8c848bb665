import { openAsBlob } from "node:fs";
import { rm } from "node:fs/promises";
import { AwsClient } from "aws4fetch";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * A bucket of anything that speaks S3: THROUGHLINE_S3_URL is its address with the bucket and, if wanted, a folder, such as
 * `https://minio.example.org/throughline/artefacts`. Keys and region come from the variables that AWS's own tools read.
 */
export function openBucket(env: Env) {
  const url = env.THROUGHLINE_S3_URL?.replace(/\/+$/, "");
  if (!url) return null;
  const client = new AwsClient({
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
    ...(env.AWS_SESSION_TOKEN && { sessionToken: env.AWS_SESSION_TOKEN }),
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || "us-east-1",
    service: "s3",
    retries: 3,
  });
  return {
    async keep(blob: string, file: string) {
      const body = await openAsBlob(file);
      await asked(client, `${url}/${blob}`, { method: "PUT", body });
      await rm(file, { force: true });
    },
    async open(blob: string) {
      const answer = await asked(client, `${url}/${blob}`, { method: "GET" });
      if (!answer.body) throw new Error("The bucket answered without the artefact’s bytes");
      return answer.body;
    },
    async remove(blob: string) {
      await asked(client, `${url}/${blob}`, { method: "DELETE" });
    },
  };
}

async function asked(client: AwsClient, url: string, request: RequestInit): Promise<Response> {
  const answer = await client.fetch(url, { ...request, aws: { signQuery: false } });
  if (answer.ok) return answer;
  const said = (await answer.text()).slice(0, 300);
  const refusal = new Error(`The bucket refused ${request.method}: ${answer.status} ${said}`);
  // as a disk would say it; a bucket that is not there takes nothing, and no waiting helps
  if (answer.status === 404 && request.method === "GET") throw Object.assign(refusal, { code: "ENOENT" });
  throw answer.status >= 500 ? Object.assign(refusal, { code: "EIO" }) : refusal;
}
