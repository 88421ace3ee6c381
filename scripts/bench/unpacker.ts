/** A program that unpacks one archive as an install does, and prints the most memory that it held, in KiB.
 *  Words: archive, folder. */
import { systemDisk } from "@/io/disk/disk.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemRandom } from "@/io/host/random.ts";
import { identifyArchive } from "@/io/archive/identify.ts";
import { unpack } from "@/io/archive/unpack.ts";

const [archive = "", into = ""] = Deno.args;
const assetName = archive.slice(archive.lastIndexOf("/") + 1);
const { os } = Deno.build;
const disk = systemDisk({ os, pid: Deno.pid, clock: systemClock(), random: systemRandom() });
const ctx = { disk, signal: new AbortController().signal };
const format = await identifyArchive(ctx, { archive, assetName });
await unpack(ctx, { archive, assetName, format, into, os });
console.log(/^VmHWM:\s*(\d+)/m.exec(Deno.readTextFileSync("/proc/self/status"))?.[1]);
