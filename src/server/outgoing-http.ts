import { lookup as resolve } from "node:dns";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

export type Outgoing = {
  url: string;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
};

export type Answer = {
  status: number;
  /** In seconds, where the other side names one. */
  retryAfter: number | null;
  /** Its beginning, for the log. */
  text: string;
  ms: number;
};

/** No answer was had. `message` says why in words for the person who set the address. */
export class Unreachable extends Error {}

const PATIENCE_MS = 15_000;
const ANSWER_KEPT = 2_000;
const ANSWER_READ = 64 * 1024;

/**
 * The only way out to an address that somebody typed. Addresses of this machine and of private networks are refused unless
 * THROUGHLINE_ALLOW_PRIVATE names them; what a name resolves to is checked on the connection itself, so a name that
 * changes its mind does not get through. Redirects are answers like any other: nobody follows them.
 */
export async function sendOut({ url, method = "POST", headers = {}, body }: Outgoing): Promise<Answer> {
  const target = readAddress(url);
  const began = performance.now();
  const client = target.protocol === "https:" ? https : http;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((done, fail) => {
    const request = client.request(target, {
      method,
      headers: { "user-agent": "Throughline", ...headers, ...length },
      lookup: guardedLookup,
      agent: false,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    request.on("error", (error) => fail(new Unreachable(wordsOf(error, target.host), { cause: error })));
    request.on("response", (response) => {
      const parts: Buffer[] = [];
      let read = 0;
      const end = () => {
        const text = Buffer.concat(parts).toString("utf8").replaceAll("\0", "").slice(0, ANSWER_KEPT);
        const retryAfter = readRetryAfter(response.headers["retry-after"]);
        done({ status: response.statusCode ?? 0, retryAfter, text, ms: Math.round(performance.now() - began) });
      };
      response.on("data", (part: Buffer) => {
        read += part.byteLength;
        if (read <= ANSWER_READ) parts.push(part);
        else {
          end();
          request.destroy();
        }
      });
      response.on("end", end);
      response.on("error", (error) => fail(new Unreachable(wordsOf(error, target.host), { cause: error })));
    });
    request.end(body);
  });
}

/** Throws Unreachable for what can never be called; also asked when an address is typed, so that it is said at once. */
export function readAddress(url: string): URL {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (!target || (target.protocol !== "https:" && target.protocol !== "http:"))
    throw new Unreachable("The address must begin with https:// or http://.");
  if (target.username || target.password) throw new Unreachable("The address must not hold a user name or a password.");
  const host = target.hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(host) && isPrivate(host) && !isAllowed(host, host)) throw new Unreachable(refusal(host));
  return target;
}

const guardedLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, "", 0);
    const open = found.filter(({ address }) => !isPrivate(address) || isAllowed(hostname, address));
    const [first] = open;
    if (!first) return callback(new Unreachable(refusal(hostname)), "", 0);
    if (options.all) callback(null, open);
    else callback(null, first.address, first.family);
  });
};

/** What the internet gives out as addresses of version 6; the rest (such as ::127.0.0.1) means something of its own. */
const GLOBAL_6 = ipaddr.parseCIDR("2000::/3");

/** Everything that is not a public address of the internet: loopback, private, link-local, multicast, mapped, reserved. */
function isPrivate(given: string): boolean {
  const address = ipaddr.process(given);
  return address.range() !== "unicast" || (address.kind() === "ipv6" && !address.match(GLOBAL_6));
}

/** THROUGHLINE_ALLOW_PRIVATE: names, addresses and ranges, with commas: `hooks.intern,10.1.0.0/16`. */
function isAllowed(hostname: string, address: string): boolean {
  const given = ipaddr.process(address);
  return (process.env.THROUGHLINE_ALLOW_PRIVATE ?? "").split(",").some((part) => {
    const allowed = part.trim().toLowerCase();
    if (allowed === hostname.toLowerCase() || allowed === given.toString()) return true;
    if (!ipaddr.isValidCIDR(allowed)) return false;
    const range = ipaddr.parseCIDR(allowed);
    return range[0].kind() === given.kind() && given.match(range);
  });
}

function refusal(host: string): string {
  return `${host} is an address of a private network. Whoever runs this installation can allow it in THROUGHLINE_ALLOW_PRIVATE.`;
}

const WORDS: Record<string, string> = {
  ENOTFOUND: "is not known: no address was found for this name",
  EAI_AGAIN: "could not be looked up just now",
  ECONNREFUSED: "refused the connection",
  ECONNRESET: "broke off the connection",
  EHOSTUNREACH: "cannot be reached from here",
  ENETUNREACH: "cannot be reached from here",
  ABORT_ERR: `did not answer within ${PATIENCE_MS / 1000} seconds`,
  DEPTH_ZERO_SELF_SIGNED_CERT: "shows a certificate that nobody known has signed",
  SELF_SIGNED_CERT_IN_CHAIN: "shows a certificate that nobody known has signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "shows a certificate that nobody known has signed",
  CERT_HAS_EXPIRED: "shows a certificate that has expired",
};

function wordsOf(error: Error, host: string): string {
  if (error instanceof Unreachable) return error.message;
  const code = "code" in error ? String(error.code) : error.name;
  return `${host} ${WORDS[code] ?? `could not be reached (${code})`}.`;
}

const LONGEST_WAIT_S = 86_400;

function readRetryAfter(given: string | undefined): number | null {
  if (!given) return null;
  const seconds = /^\d{1,9}$/.test(given) ? Number(given) : (Date.parse(given) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(LONGEST_WAIT_S, Math.max(0, Math.ceil(seconds))) : null;
}
