/** A forward proxy on the loopback interface that leads every host to servers of the test: https by CONNECT, http by
 *  whole addresses. Follows RFC 9110 §9.3.6 and RFC 9112 §3.2.2.
 *  Invariant: nothing but the two servers is ever reached, whatever host is asked for. */

/** What a client wanted of the proxy. */
export interface ProxyRequest {
  readonly method: string;
  /** `host:port` of CONNECT, a whole address otherwise. */
  readonly target: string;
  /** The header proxy-authorization. */
  readonly authorization: string | undefined;
}

/** Where the proxy leads. */
export interface ProxyPlan {
  /** Port of the server that answers for every https host. */
  readonly tlsPort: number;
  /** Port of the server that answers for every http host. */
  readonly plainPort?: number;
  /** `user:password` that a client must give. */
  readonly credentials?: string;
}

/** The running proxy. */
export interface ForwardProxy extends AsyncDisposable {
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  readonly requests: readonly ProxyRequest[];
  /** From now on another server answers for every https host. */
  lead(tlsPort: number): void;
}

/** Starts a proxy on a free port. */
export function forwardProxy(plan: ProxyPlan): ForwardProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const requests: ProxyRequest[] = [];
  let { tlsPort } = plan;
  const open = new Set<Deno.Conn>();
  const close = (connection: Deno.Conn) => {
    if (open.delete(connection)) connection.close();
  };
  const serve = async (client: Deno.Conn): Promise<void> => {
    open.add(client);
    try {
      const asked = await readHead(client);
      if (asked === undefined) return;
      requests.push(asked.request);
      if (plan.credentials !== undefined && asked.request.authorization !== basic(plan.credentials)) {
        return await write(
          client,
          "HTTP/1.1 407 Who are you\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        );
      }
      const isTunnel = asked.request.method === "CONNECT";
      const port = isTunnel ? tlsPort : plan.plainPort;
      if (port === undefined) {
        return await write(client, "HTTP/1.1 502 No such server\r\ncontent-length: 0\r\n\r\n");
      }
      const server = await Deno.connect({ hostname: "127.0.0.1", port });
      open.add(server);
      await write(isTunnel ? client : server, isTunnel ? "HTTP/1.1 200 Connected\r\n\r\n" : asked.forwarded);
      await Promise.all([pump(client, server), pump(server, client)]);
      close(server);
    } catch {
      // whoever went away has seen it
    } finally {
      close(client);
    }
  };
  const serving: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const connection of listener) serving.push(serve(connection));
  })();
  return {
    host: `127.0.0.1:${listener.addr.port}`,
    requests,
    lead: (port) => void (tlsPort = port),
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) close(connection);
      await accepting;
      await Promise.all(serving);
    },
  };
}

async function readHead(client: Deno.Conn) {
  const buffer = new Uint8Array(65_536);
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const count = await client.read(buffer);
    if (count === null) return undefined;
    head += new TextDecoder().decode(buffer.subarray(0, count));
  }
  const [first = "", ...lines] = head.split("\r\n");
  const [method = "", target = ""] = first.split(" ");
  const authorization = lines.find((line) => /^proxy-authorization:/i.test(line))?.replace(/^[^:]*:\s*/, "");
  const path = target.replace(/^http:\/\/[^/]*/, "");
  return { request: { method, target, authorization }, forwarded: head.replace(target, path) };
}

async function pump(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65_536);
  for (let count = await from.read(buffer); count !== null; count = await from.read(buffer)) {
    await write(to, buffer.subarray(0, count));
  }
  await to.closeWrite();
}

async function write(connection: Deno.Conn, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  for (let done = 0; done < bytes.length;) done += await connection.write(bytes.subarray(done));
}

function basic(credentials: string): string {
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(credentials)))}`;
}
