/** Names of images. Pure. Follows containers §1.9. */
import { ConfigError } from "@/base/errors.ts";

/** Whether the first part of a name is a registry. */
function hasRegistry(image: string): boolean {
  const [first = "", ...rest] = image.split("/");
  return rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
}

/** The name with its registry, where podman would ask which one is meant. */
export function qualifiedImage(image: string): string {
  if (hasRegistry(image) || image.startsWith("sha256:")) return image;
  return `docker.io/${image.includes("/") ? "" : "library/"}${image}`;
}

/** Whether it is in a registry of this machine, which has no certificate. */
export function isLoopback(image: string): boolean {
  return /^(?:localhost:\d+|127(?:\.\d+){3}(?::\d+)?|\[::1\](?::\d+)?)\//.test(image);
}

/** @throws Config `containers/bad-image` for what no registry would take */
export function checkImage(image: string, where: string): string {
  const isFine = /^[^\s]+$/.test(image) && !/[:@/]$/.test(image) &&
    !/[A-Z]/.test(image.replace(/[:@][^/]*$/, "").replace(/^[^/]*\.[^/]*\//, ""));
  if (isFine) return image;
  throw new ConfigError("containers/bad-image", `invalid image reference in ${where}: ${image}`, {
    explanation: "A name has small letters and a tag that is not empty.",
  });
}
