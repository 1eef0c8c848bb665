import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { cleanRequest, contentSecurityPolicy } from "../../../src/launch/headers.ts";

describe("what a client says about itself", () => {
  test.each([
    "x-middleware-subrequest",
    "x-middleware-prefetch",
    "x-nonce",
    "x-client-ip",
    "x-invoke-path",
    "x-matched-path",
    "content-security-policy",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "forwarded",
  ])("%s is not believed", (name) => {
    const request = requestWith({ [name]: "evil", accept: "text/html" });
    cleanRequest(request, false);
    expect(request.headers[name]).toBe(name === "x-client-ip" ? "192.0.2.7" : undefined);
    expect(request.rawHeaders).not.toContain("evil");
    expect(request.headers.accept).toBe("text/html");
    expect(request.rawHeaders).toContain("text/html");
  });

  test.each([
    ["no proxy is trusted: the peer", false, "203.0.113.9", "192.0.2.7"],
    ["a trusted proxy: what it appended, not what the client began with", true, "10.0.0.1, 203.0.113.9", "203.0.113.9"],
    ["a trusted proxy that says nothing: the peer", true, undefined, "192.0.2.7"],
  ])("the client's address with %s", (_, trusted, forwarded, address) => {
    const request = requestWith(forwarded ? { "x-forwarded-for": forwarded } : {});
    cleanRequest(request, trusted);
    expect(request.headers["x-client-ip"]).toBe(address);
    expect(request.rawHeaders.slice(-2)).toEqual(["x-client-ip", address]);
  });
});

describe("content security policy", () => {
  const policy = contentSecurityPolicy({ nonce: "bm9uY2U=", dev: false, https: false });

  test("scripts need the nonce, and nothing inline or evaluated runs", () => {
    expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic';");
    expect(policy).not.toContain("unsafe-eval");
    expect(policy.match(/'unsafe-inline'/g)).toHaveLength(1);
    expect(policy).toContain("style-src-attr 'unsafe-inline'");
  });

  test("nobody may frame a page", () => {
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test("only development may evaluate and open a WebSocket", () => {
    const dev = contentSecurityPolicy({ nonce: "x", dev: true, https: false });
    expect(dev).toContain("'unsafe-eval'");
    expect(dev).toContain("connect-src 'self' ws:");
  });
});

function requestWith(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.defineProperty(request.socket, "remoteAddress", { value: "::ffff:192.0.2.7" });
  for (const [name, value] of Object.entries(headers)) {
    request.rawHeaders.push(name, value);
    request.headers[name.toLowerCase()] = value;
  }
  return request;
}
