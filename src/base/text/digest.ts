/** Names that stand for any content: an address, a path, a tool's version. */

/** SHA-256 in lower-case hex. */
export async function digestBytes(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** SHA-256 of a text in lower-case hex. */
export async function digestText(text: string): Promise<string> {
  return await digestBytes(new TextEncoder().encode(text));
}
