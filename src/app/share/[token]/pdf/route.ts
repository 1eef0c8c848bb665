import { sharedFile } from "#app/share/shared-file.ts";

export async function GET(_: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  return sharedFile((await params).token, "pdf");
}
