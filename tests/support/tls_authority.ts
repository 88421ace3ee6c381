/** A certificate authority of one test: it signs server certificates for any host names. X.509 by RFC 5280, ECDSA on
 *  P-256, written by hand, because the tests may not call another program.
 *  Invariant: the private key of the authority never leaves it. */

/** A certificate and its private key, both PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** Signs certificates. */
export interface Authority {
  /** The authority's own certificate, PEM: what SSL_CERT_FILE takes. */
  readonly certificate: string;
  /** A certificate for these names (`a.test`, `*.a.test`, `127.0.0.1`), valid until `notAfter`, a year from now unless
   *  given. */
  issue(hosts: readonly string[], notAfter?: Date): Promise<Identity>;
}

const DAY_MS = 86_400_000;
const OID = {
  commonName: [0x55, 0x04, 0x03],
  basicConstraints: [0x55, 0x1d, 0x13],
  subjectAltName: [0x55, 0x1d, 0x11],
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
};
const SIGNATURE: EcdsaParams = { name: "ECDSA", hash: "SHA-256" };

/** Makes an authority with a fresh key. */
export async function tlsAuthority(name = "Test Authority"): Promise<Authority> {
  const { publicKey, privateKey } = await newKeys();
  const sign = async (subject: Omit<Subject, "publicKey">, key: CryptoKey): Promise<string> => {
    const publicBytes = new Uint8Array(await crypto.subtle.exportKey("spki", key));
    const body = certificateBody(name, { ...subject, publicKey: publicBytes });
    const signature = new Uint8Array(await crypto.subtle.sign(SIGNATURE, privateKey, body));
    const proof = bitString(sequence(integer(signature.subarray(0, 32)), integer(signature.subarray(32))));
    return pem("CERTIFICATE", sequence(body, algorithm(), proof));
  };
  const isAuthority = extension(OID.basicConstraints, sequence(tagged(0x01, [0xff])));
  const lasting = new Date(Date.now() + 365 * DAY_MS);
  return {
    certificate: await sign({ name, notAfter: lasting, extension: isAuthority }, publicKey),
    async issue(hosts, notAfter = lasting) {
      const keys = await newKeys();
      const names = extension(OID.subjectAltName, sequence(...hosts.map(alternativeName)));
      const cert = await sign({ name: hosts[0] ?? "", notAfter, extension: names }, keys.publicKey);
      const key = new Uint8Array(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
      return { cert, key: pem("PRIVATE KEY", key) };
    },
  };
}

async function newKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
}

interface Subject {
  readonly name: string;
  readonly notAfter: Date;
  readonly extension: Bytes;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
}

function certificateBody(issuer: string, subject: Subject): Bytes {
  const serial = crypto.getRandomValues(new Uint8Array(16));
  const begin = new Date(Math.min(Date.now(), subject.notAfter.getTime()) - DAY_MS);
  return sequence(
    tagged(0xa0, integer([2])), // version 3
    integer(serial),
    algorithm(),
    commonName(issuer),
    sequence(time(begin), time(subject.notAfter)),
    commonName(subject.name),
    subject.publicKey,
    tagged(0xa3, sequence(subject.extension)),
  );
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Tag, length, content. */
function tagged(tag: number, content: ArrayLike<number>): Bytes {
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  const bytes = new Uint8Array(1 + length.length + size);
  bytes.set([tag, ...length]);
  bytes.set(content, 1 + length.length);
  return bytes;
}

function sequence(...members: readonly Bytes[]): Bytes {
  return tagged(0x30, joined(members));
}

/** A positive number, most significant byte first. */
function integer(digits: ArrayLike<number>): Bytes {
  const all = Array.from(digits);
  const first = all.findIndex((digit) => digit !== 0);
  const shortest = first < 0 ? [0] : all.slice(first);
  return tagged(0x02, (shortest[0] ?? 0) >= 0x80 ? [0, ...shortest] : shortest);
}

function bitString(content: Bytes): Bytes {
  return tagged(0x03, [0, ...content]);
}

function text(tag: number, content: string): Bytes {
  return tagged(tag, new TextEncoder().encode(content));
}

function time(date: Date): Bytes {
  return text(0x18, date.toISOString().replace(/[-:T]|\.\d+/g, ""));
}

function algorithm(): Bytes {
  return sequence(tagged(0x06, OID.ecdsaWithSha256));
}

function commonName(name: string): Bytes {
  return sequence(tagged(0x31, sequence(tagged(0x06, OID.commonName), text(0x0c, name))));
}

function extension(id: readonly number[], content: Bytes): Bytes {
  return sequence(tagged(0x06, id), tagged(0x01, [0xff]), tagged(0x04, content));
}

function alternativeName(host: string): Bytes {
  const isAddress = /^\d+(\.\d+){3}$/.test(host);
  return isAddress ? tagged(0x87, host.split(".").map(Number)) : text(0x82, host);
}

function joined(parts: readonly Bytes[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function pem(label: string, content: Bytes): string {
  const lines = btoa(String.fromCharCode(...content)).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
