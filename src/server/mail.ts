import { createTransport } from "nodemailer";
import { publicUrl } from "#lib/environment.ts";

export type Mail = {
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** Without the address's brackets and host. The same for what is sent again, so that it is known again. */
  messageId?: string;
  headers?: Record<string, string>;
};

/** A mail server that does not answer is given up within its lease (see message-rows.ts). */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Mail exists only where SMTP_URL is set; without it, an administrator hands links over. */
export function mailIsConfigured(): boolean {
  return Boolean(process.env.SMTP_URL);
}

/** Returns what the mail server said when it took it. */
export async function sendMail({ messageId, ...mail }: Mail): Promise<string> {
  const url = process.env.SMTP_URL;
  if (!url) throw new Error("SMTP_URL is not set");
  const host = new URL(publicUrl()).hostname;
  const transport = createTransport({ url, ...PATIENCE });
  try {
    const sent = await transport.sendMail({
      from: process.env.MAIL_FROM ?? `Throughline <no-reply@${host}>`,
      ...mail,
      ...(messageId ? { messageId: `<${messageId}@${host}>` } : {}),
    });
    return sent.response;
  } finally {
    transport.close();
  }
}
