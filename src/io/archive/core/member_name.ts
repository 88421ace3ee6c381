/** Turns the bytes of a member's name into text. Pure.
 *  Invariant: two names of different bytes stay different, also when they are no UTF-8: a member whose name was lost
 *  would replace another one. */

/** DOS code page 437 from 0x80 on: what zip means where nothing says UTF-8 (APPNOTE 6.3, appendix D). */
const CP437 = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧" +
  "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

/** UTF-8 where it is valid, whatever a flag says: it is what programs write; else one character for each byte. */
export function decodeName(bytes: Uint8Array, otherwise: "latin1" | "cp437"): string {
  try {
    return new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(bytes);
  } catch {
    const table = otherwise === "cp437" ? CP437 : "";
    return Array.from(bytes, (byte) => table[byte - 0x80] ?? String.fromCharCode(byte)).join("");
  }
}
