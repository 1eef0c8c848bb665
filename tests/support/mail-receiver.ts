import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type ReceivedMail = { to: string; raw: string };

/** A mail server that keeps what it is given. */
export type MailReceiver = {
  /** For SMTP_URL. */
  url: string;
  mails: ReceivedMail[];
  /** Answers a recipient with this instead of taking the mail. */
  refusals: Map<string, { code: number; text: string }>;
  close(): Promise<void>;
};

export async function startMailReceiver(): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  const refusals: MailReceiver["refusals"] = new Map();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo({ address }, _, done) {
      const refusal = refusals.get(address);
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null);
    },
    onData(stream, session, done) {
      let raw = "";
      stream.setEncoding("utf8");
      stream.on("data", (part: string) => {
        raw += part;
      });
      stream.on("end", () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(", "), raw: unfolded(raw) });
        done();
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.server.address() as AddressInfo;
  return {
    ...{ url: `smtp://127.0.0.1:${port}`, mails, refusals },
    close: () => new Promise((done) => server.close(done)),
  };
}

/** Header lines joined, and quoted-printable text as it was written. Mail of nodemailer is ASCII. */
function unfolded(raw: string): string {
  const plain = raw
    .replaceAll("\r\n", "\n")
    .replaceAll(/\n[ \t]+/g, " ")
    .replaceAll("=\n", "");
  const bytes = plain.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
