/** A program for tests of `io/locks`: takes a lock, says `held`, keeps it until its stdin ends, says `released`.
 *  Follows deno §9. Invariant: it never ends by itself while it holds the lock. */
import { systemDisk } from "@/io/disk/disk.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemRandom } from "@/io/host/random.ts";
import { fileLocks } from "@/io/locks/locks.ts";

const clock = systemClock();
const disk = systemDisk({ os: Deno.build.os, pid: Deno.pid, clock, random: systemRandom() });
const release = await fileLocks({ clock, disk, pid: Deno.pid }).acquire(Deno.args[0] ?? "");
console.log("held");
await Deno.stdin.readable.pipeTo(new WritableStream());
await release();
console.log("released");
