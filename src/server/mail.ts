import { createTransport } from "nodemailer";
import { publicUrl } from "#lib/environment.ts";

export type Mail = { to: string; subject: string; text: string };

/** Mail exists only where SMTP_URL is set; without it, an administrator hands links over. */
export function mailIsConfigured(): boolean {
  return Boolean(process.env.SMTP_URL);
}

export async function sendMail(mail: Mail): Promise<void> {
  const url = process.env.SMTP_URL;
  if (!url) throw new Error("SMTP_URL is not set");
  const transport = createTransport(url);
  try {
    await transport.sendMail({ from: sender(), ...mail });
  } finally {
    transport.close();
  }
}

function sender(): string {
  return process.env.MAIL_FROM ?? `Throughline <no-reply@${new URL(publicUrl()).hostname}>`;
}
