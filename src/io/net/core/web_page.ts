/** Tells a web page from a file. Pure. Follows house §8.2 (HTML with status 200): login pages of networks, error pages
 *  of mirrors. Invariant: the header alone convicts nobody, because servers label scripts and archives wrongly. */

/** Whether the answer is a page. `beginning` is the first piece of the body. */
export function isWebPage(contentType: string, beginning: Uint8Array): boolean {
  if (!/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(contentType)) return false;
  const text = new TextDecoder().decode(beginning.subarray(0, 1024));
  return /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html|head|body|title|meta|script)\b/i
    .test(text);
}
