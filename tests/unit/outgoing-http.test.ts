import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readAddress, sendOut, Unreachable } from "#server/outgoing-http.ts";

/** Everything that reaches this machine is seen here. */
const seen: string[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => unknown = (_, response) => response.end("ok");
let canary: Server;
let port = 0;

beforeAll(async () => {
  canary = createServer((request, response) => {
    seen.push(`${request.headers.host} ${request.url}`);
    void answer(request, response);
  });
  await new Promise<void>((done) => canary.listen(0, "127.0.0.1", done));
  port = (canary.address() as AddressInfo).port;
});
afterAll(() => canary.close());
afterEach(() => {
  seen.length = 0;
  delete process.env.THROUGHLINE_ALLOW_PRIVATE;
  answer = (_, response) => void response.end("ok");
});

const PRIVATE_HOSTS = [
  ...["127.0.0.1", "127.1", "127.255.255.254", "0.0.0.0", "0", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1"],
  ...["017700000001", "127.0.0.1.", "localhost", "LOCALHOST", "%6cocalhost", "①②⑦.0.0.1"],
  ...[
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
  ],
  ...["[fe80::1]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]", "[2002:7f00:1::]", "[2001:db8::1]", "[::ffff:10.0.0.1]"],
  ...["10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1"],
  ...["0251.0376.0251.0376", "2852039166", "0xa9fea9fe", "169.254.43518", "224.0.0.1", "255.255.255.255", "240.0.0.1"],
  ...["192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]"],
];

const NO_ADDRESSES = [
  ...[
    "",
    " ",
    "hooks",
    "/hook",
    "//127.0.0.1/x",
    "ftp://example.org/x",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/_x",
  ],
  ...[
    "unix:/var/run/docker.sock",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
    "data:text/plain,x",
    "javascript:alert(1)",
  ],
  ...[
    "http://",
    "https:///x:y",
    "http://user@example.org/",
    "https://a:b@example.org/",
    "http://example.org@127.0.0.1/",
  ],
  ...["http://127.0.0.1:99999/", "http://[::1/"],
];

describe("an address of a private network", () => {
  test.each(PRIVATE_HOSTS)("%s is refused before anything connects", async (host) => {
    await expect(sendOut({ url: `http://${host}:${port}/hook`, body: "{}" })).rejects.toThrow(
      /is an address of a private network/,
    );
    expect(seen).toEqual([]);
  });

  test("the refusal says who can allow it", async () => {
    await expect(sendOut({ url: `http://localhost:${port}/` })).rejects.toThrow(/THROUGHLINE_ALLOW_PRIVATE/);
  });

  test.each([
    ["the address", "127.0.0.1", "127.0.0.1"],
    ["a range that holds it", "10.0.0.0/8, 127.0.0.0/8", "127.0.0.1"],
    ["the name", "localhost", "localhost"],
    ["its range, for a name", "127.0.0.0/8,::1/128", "localhost"],
  ])("is called where the installation allows %s", async (_, allowed, host) => {
    process.env.THROUGHLINE_ALLOW_PRIVATE = allowed;
    expect(await sendOut({ url: `http://${host}:${port}/hook` })).toMatchObject({ status: 200, text: "ok" });
    expect(seen).toEqual([`${host}:${port} /hook`]);
  });

  test.each(["10.0.0.0/8", "example.org", "127.0.0.2", "nonsense", "/8", ""])(
    "%j does not allow 127.0.0.1",
    async (allowed) => {
      process.env.THROUGHLINE_ALLOW_PRIVATE = allowed;
      await expect(sendOut({ url: `http://127.0.0.1:${port}/` })).rejects.toThrow(Unreachable);
      expect(seen).toEqual([]);
    },
  );
});

describe("what is no address that can be called", () => {
  test.each(NO_ADDRESSES)("%j", (url) => {
    expect(() => readAddress(url)).toThrow(Unreachable);
  });
});

describe("what comes back", () => {
  const allowed = (url = "/") => {
    process.env.THROUGHLINE_ALLOW_PRIVATE = "127.0.0.1";
    return sendOut({ url: `http://127.0.0.1:${port}${url}`, headers: { "x-mine": "1" }, body: '{"a":"ü"}' });
  };

  test("the body and the headers arrive, in bytes", async () => {
    const got = new Promise<string>((done) => {
      answer = async (request, response) => {
        let text = "";
        for await (const part of request) text += part;
        done(`${request.method} ${request.headers["x-mine"]} ${request.headers["content-length"]} ${text}`);
        response.writeHead(204).end();
      };
    });
    expect(await allowed()).toMatchObject({ status: 204, text: "" });
    expect(await got).toBe('POST 1 10 {"a":"ü"}');
  });

  test("a redirect is an answer and is not followed, wherever it points", async () => {
    answer = (_, response) => void response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end();
    expect(await allowed("/first")).toMatchObject({ status: 302 });
    expect(seen).toEqual([`127.0.0.1:${port} /first`]);
  });

  test("of an endless answer only the beginning is read", async () => {
    answer = (_, response) => {
      const more = () => void (response.destroyed || response.write("x".repeat(16_384), () => setImmediate(more)));
      more();
    };
    expect((await allowed()).text).toBe("x".repeat(2_000));
  });

  test("what cannot be stored as text is left out", async () => {
    answer = (_, response) => void response.end("a\0b");
    expect((await allowed()).text).toBe("ab");
  });

  test.each([
    ["7", 7],
    ["999999999", 86_400],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["soon", null],
    ["-5", 0],
  ])("Retry-After %j is %j seconds", async (given, seconds) => {
    answer = (_, response) => void response.writeHead(503, { "retry-after": given }).end();
    expect((await allowed()).retryAfter).toBe(seconds);
  });

  test("a connection that is refused or broken off is said in words", async () => {
    process.env.THROUGHLINE_ALLOW_PRIVATE = "127.0.0.1";
    await expect(sendOut({ url: "http://127.0.0.1:1/" })).rejects.toThrow("127.0.0.1:1 refused the connection.");
    answer = (request) => void request.socket.destroy();
    await expect(allowed()).rejects.toThrow(/broke off the connection/);
  });
});
