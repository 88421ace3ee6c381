/** An HTTP server on the loopback interface that records requests and answers by script, also badly.
 *  Follows house §8.1 and §8.2 (network faults). Speaks HTTP/1.1 by hand, because no server library lies about lengths
 *  or stops in the middle. Invariant: nothing of it lives on after the `await using` block. */

/** A request as it came in. */
export interface SeenRequest {
  readonly method: string;
  /** With the query, as sent. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What to answer; 200 with an empty body unless said otherwise. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Target of a redirect, 302 unless `status` is given. */
  readonly redirect?: string;
  /** Closes the connection after that many bytes of the body. */
  readonly cutAfterBytes?: number;
  /** Sends that many bytes of the body and then nothing, until the client goes away or the test ends. */
  readonly stallAfterBytes?: number;
  /** The length that is claimed; the true one unless given, none when `false`. */
  readonly contentLength?: number | false;
}

/** One answer for all requests, answers in order (the last one stays), or a function. */
export type Route =
  | Answer
  | readonly Answer[]
  | ((request: SeenRequest) => Answer | Promise<Answer>);

/** How the server is reached. */
export interface ServerOptions {
  /** Speaks https with this certificate. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Routes begin with the host that was asked for: `/github.com/owner/…`; so do the paths of requests. */
  readonly byHost?: boolean;
}

/** The running server. */
export interface FixtureServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` (https with `tls`) without a final slash. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  /** Adds or replaces a route, which begins anew. Keys are `/path`, `/path?query`, or either after a method: `POST /path`. */
  route(key: string, route: Route): void;
  /** Throws when a route was never asked for. */
  assertAllUsed(): void;
}

/** Starts a server on a free port; what no route names is answered with 404.
 *  Use it as `await using server = fixtureServer({ "/a": { body: "x" } })`. */
export function fixtureServer(
  routes: Readonly<Record<string, Route>> = {},
  options: ServerOptions = {},
): FixtureServer {
  const table = new Map(Object.entries(routes));
  const used = new Map<string, number>();
  const requests: SeenRequest[] = [];
  const open = new Set<Deno.Conn>();
  const place = { hostname: "127.0.0.1", port: 0 };
  const listener: Deno.Listener<Deno.Conn, Deno.NetAddr> = options.tls
    ? Deno.listenTls({ ...place, ...options.tls })
    : Deno.listen(place);
  const { port } = listener.addr;

  const answerTo = async (request: SeenRequest): Promise<Answer> => {
    const plain = request.path.replace(/\?.*/, "");
    const key = [`${request.method} ${request.path}`, request.path, `${request.method} ${plain}`, plain]
      .find((candidate) => table.has(candidate));
    const route = key === undefined ? undefined : table.get(key);
    if (key === undefined || route === undefined) return { status: 404, body: "no such route\n" };
    const times = used.get(key) ?? 0;
    used.set(key, times + 1);
    if (typeof route === "function") return await route(request);
    return isList(route) ? route[Math.min(times, route.length - 1)] ?? { status: 404 } : route;
  };
  const serve = async (connection: Deno.Conn): Promise<void> => {
    open.add(connection);
    try {
      const asked = await readRequest(connection);
      if (!asked) return;
      const host = options.byHost ? `/${asked.headers["host"]}` : "";
      const request = { ...asked, path: host + asked.path };
      requests.push(request);
      await writeAnswer(connection, request, await answerTo(request));
    } catch (error) {
      if (!isDisconnect(error)) throw error;
    } finally {
      if (open.delete(connection)) connection.close();
    }
  };
  const serving: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const connection of listener) serving.push(serve(connection));
  })();

  return {
    url: `${options.tls ? "https" : "http"}://127.0.0.1:${port}`,
    port,
    requests,
    route(key, route) {
      table.set(key, route);
      used.delete(key);
    },
    assertAllUsed() {
      const unused = [...table.keys()].filter((key) => !used.has(key));
      if (unused.length > 0) throw new Error(`never requested: ${unused.join(", ")}`);
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) {
        open.delete(connection);
        connection.close();
      }
      await accepting;
      await Promise.all(serving);
    },
  };
}

async function readRequest(connection: Deno.Conn): Promise<SeenRequest | undefined> {
  let bytes = new Uint8Array();
  const more = async (): Promise<boolean> => {
    const buffer = new Uint8Array(65_536);
    const count = await connection.read(buffer);
    if (count === null) return false;
    const joined = new Uint8Array(bytes.length + count);
    joined.set(bytes);
    joined.set(buffer.subarray(0, count), bytes.length);
    bytes = joined;
    return true;
  };
  const headEnd = () => new TextDecoder("latin1").decode(bytes).indexOf("\r\n\r\n");
  while (headEnd() < 0) if (!await more()) return undefined;
  const end = headEnd();
  const [first = "", ...lines] = new TextDecoder().decode(bytes.subarray(0, end)).split("\r\n");
  const [method = "", path = ""] = first.split(" ");
  const headers = Object.fromEntries(lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  const bodyStart = end + 4;
  const length = Number(headers["content-length"] ?? 0);
  while (bytes.length < bodyStart + length) if (!await more()) return undefined;
  const body = new TextDecoder().decode(bytes.subarray(bodyStart, bodyStart + length));
  return { method, path, headers, body };
}

async function writeAnswer(connection: Deno.Conn, request: SeenRequest, answer: Answer): Promise<void> {
  const body = typeof answer.body === "string" ? new TextEncoder().encode(answer.body) : answer.body ??
    new Uint8Array();
  const status = answer.status ?? (answer.redirect === undefined ? 200 : 302);
  const length = answer.contentLength ?? body.length;
  const headers: Record<string, string | number> = {
    ...(length === false || status === 304 ? {} : { "content-length": length }),
    ...(answer.redirect === undefined ? {} : { location: answer.redirect }),
    connection: "close",
    ...answer.headers,
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  await writeAll(connection, new TextEncoder().encode(`HTTP/1.1 ${status} Scripted\r\n${head}\r\n`));
  if (request.method === "HEAD") return;
  await writeAll(connection, body.subarray(0, answer.cutAfterBytes ?? answer.stallAfterBytes));
  if (answer.stallAfterBytes !== undefined) await connection.read(new Uint8Array(1)); // ends when either side closes
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await connection.write(bytes.subarray(done));
}

function isList(route: Answer | readonly Answer[]): route is readonly Answer[] {
  return Array.isArray(route);
}

/** The client went away or does not trust us, or the test ended while a connection was open. */
function isDisconnect(error: unknown): boolean {
  return [
    Deno.errors.BadResource,
    Deno.errors.BrokenPipe,
    Deno.errors.ConnectionReset,
    Deno.errors.InvalidData,
    Deno.errors.Interrupted,
    Deno.errors.UnexpectedEof,
    Deno.errors.NotConnected,
  ].some((kind) => error instanceof kind);
}
