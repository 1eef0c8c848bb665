import { createServer, type Server } from "node:net";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db, disconnect } from "#server/db.ts";
import { findPasswordLink, requestPasswordLink } from "#server/password-links.ts";
import { auditOf, makePerson } from "../support/people.ts";

const mails: string[] = [];
const REPLIES: Record<string, string> = { DATA: "354 go on\r\n", QUIT: "221 bye\r\n" };
let server: Server;

/* A mail server that accepts everything and keeps what it was given. */
beforeAll(async () => {
  server = createServer((socket) => {
    let mail: string | null = null;
    socket.write("220 here\r\n");
    createInterface({ input: socket }).on("line", (line) => {
      if (mail === null) {
        if (line === "DATA") mail = "";
        socket.write(REPLIES[line] ?? "250 ok\r\n");
      } else if (line === ".") {
        mails.push(mail);
        mail = null;
        socket.write("250 kept\r\n");
      } else mail += `${line}\r\n`;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  process.env.SMTP_URL = `smtp://127.0.0.1:${typeof address === "object" ? address?.port : 0}?ignoreTLS=true`;
});
afterAll(async () => {
  delete process.env.SMTP_URL;
  server.close();
  await disconnect();
});

it("a forgotten password is answered by mail with a link that works, kept as a hash and noted", async () => {
  const ana = await makePerson("Ana Mailed");
  const { sent } = await requestPasswordLink(ana.email.toUpperCase(), "203.0.113.20");
  expect(await sent).toBe(true);
  expect(mails).toHaveLength(1);
  expect(mails[0]).toContain(`To: ${ana.email}`);
  const token = /reset-password\?token=([\w-]{43})/.exec(unfolded(mails[0] ?? ""))?.[1] ?? "";
  expect(await findPasswordLink(token)).toMatchObject({ userId: ana.userId });
  expect(JSON.stringify(await db.verification.findMany())).not.toContain(token);
  const [note] = await auditOf({ action: "password.link", subjectId: ana.userId });
  expect(note).toMatchObject({ actorKind: "rule", actorName: "Forgotten password" });
});

it("nobody is mailed who is not here", async () => {
  const before = mails.length;
  const { sent } = await requestPasswordLink("nobody@example.org", "203.0.113.21");
  expect(await sent).toBe(false);
  expect(mails).toHaveLength(before);
});

/** Quoted-printable breaks long lines with "=" and writes "=" as "=3D". */
function unfolded(mail: string): string {
  return mail.replaceAll("=\r\n", "").replaceAll("=3D", "=");
}
