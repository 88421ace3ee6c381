/** Names for files that stand for any text: an address, a path, a tool's version. */

/** SHA-256 of a text in lower-case hex. */
export async function digestText(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
