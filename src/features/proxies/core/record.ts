/** What is written down about the shims of an install root: `.atmos-proxies.json`. Pure. Follows toolchain §16.
 *  Invariant: a shim that it does not name is not ours. */

/** One shim. */
export interface ProxyEntry {
  readonly tool: string;
  readonly args?: readonly string[];
}

/** The file. */
export interface ProxyRecord {
  /** By name. */
  readonly proxies: Readonly<Record<string, ProxyEntry>>;
  /** Whether the programs of the versions file have shims too. */
  readonly all: boolean;
}

/** Name of the file. */
export const RECORD_FILE = ".atmos-proxies.json";

/** Reads the file; one that makes no sense names nothing. */
export function parseRecord(text: string | undefined): ProxyRecord {
  const none: ProxyRecord = { proxies: {}, all: false };
  if (text === undefined) return none;
  try {
    const value = JSON.parse(text) as { proxies?: unknown; all?: unknown } | null;
    if (typeof value?.proxies !== "object" || value.proxies === null) return none;
    return { proxies: value.proxies as ProxyRecord["proxies"], all: value.all === true };
  } catch {
    return none;
  }
}

/** Renders the file, names in order. */
export function renderRecord({ proxies, all }: ProxyRecord): string {
  const sorted = Object.fromEntries(Object.entries(proxies).sort(([a], [b]) => a < b ? -1 : 1));
  return `${JSON.stringify({ version: 1, all, proxies: sorted }, null, 2)}\n`;
}
