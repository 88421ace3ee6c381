/** Asks a Redis server for values, one connection for each. Follows vendor-stores §4.4.
 *  Invariants: an answer takes no longer than the limit; errors never show the password. */
import { NetworkError } from "@/base/errors.ts";
import { commandBytes, readReply } from "./reply.ts";

const DEFAULT_PORT = 6379, LIMIT_MS = 10_000;

/**
 * The value of a key; undefined when there is none.
 * @param address `redis[s]://[user:password@]host[:port][/database]`
 * @throws Network `redis/failed`
 */
export async function redisGet(address: string, key: string): Promise<string | undefined> {
  const url = new URL(address), place = `${url.hostname}:${url.port || DEFAULT_PORT}`;
  let connection: Deno.Conn | undefined, isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    connection?.close();
  }, LIMIT_MS);
  try {
    connection = await connect(url);
    if (isLate) connection.close();
    for (const words of greetings(url)) await ask(connection, words);
    return await ask(connection, ["GET", key]) ?? undefined;
  } catch (error) {
    const reason = isLate ? "no answer in time" : error instanceof Error ? error.message : String(error);
    throw new NetworkError("redis/failed", `cannot read from the Redis server ${place}: ${reason}`, {
      hints: ["Check the address of the store, and that the server runs."],
    });
  } finally {
    clearTimeout(timer);
    if (!isLate) connection?.close();
  }
}

async function connect({ protocol, hostname, port }: URL): Promise<Deno.Conn> {
  const target = { hostname: hostname.replace(/^\[|\]$/g, ""), port: Number(port || DEFAULT_PORT) };
  return protocol === "rediss:" ? await Deno.connectTls(target) : await Deno.connect(target);
}

/** What is said before anything is asked: who we are, and which database we mean. */
function greetings({ username, password, pathname }: URL): readonly (readonly string[])[] {
  const [user, secret] = [username, password].map(decodeURIComponent);
  const login = secret ? [["AUTH", ...(user ? [user] : []), secret]] : [];
  const database = pathname.replace(/^\//, "");
  return [...login, ...(database === "" || database === "0" ? [] : [["SELECT", database]])];
}

async function ask(connection: Deno.Conn, words: readonly string[]): Promise<string | null> {
  const request = commandBytes(words);
  for (let sent = 0; sent < request.length;) sent += await connection.write(request.subarray(sent));
  let received = new Uint8Array();
  for (;;) {
    const reply = readReply(received);
    if (reply?.value instanceof Error) throw reply.value;
    if (reply !== undefined) return reply.value;
    const piece = new Uint8Array(64 * 1024), count = await connection.read(piece);
    if (count === null) throw new Error("the server closed the connection");
    const joined = new Uint8Array(received.length + count);
    joined.set(received);
    joined.set(piece.subarray(0, count), received.length);
    received = joined;
  }
}
