/** Values in Redis. Follows vendor-stores §4.1, §4.2, §4.4. */
import { ConfigError } from "@/base/errors.ts";
import { redisGet } from "@/io/redis/redis.ts";
import { storeKey } from "../core/store_key.ts";
import type { OpenStore } from "../store.ts";

const redis: OpenStore = (ctx, options) => {
  const text = (name: string, fallback = "") => String(options[name] ?? fallback);
  const url = text("url") || ctx.env["ATMOS_REDIS_URL"] || "";
  if (!/^rediss?:\/\//.test(url) || !URL.canParse(url)) {
    throw new ConfigError("stores/bad-options", "a Redis store needs an address", {
      hints: ["Set options.url of the store, or ATMOS_REDIS_URL, to redis://host:port/database."],
    });
  }
  const { password } = new URL(url);
  if (password !== "") ctx.out.secret(decodeURIComponent(password));
  const rules = { prefix: text("prefix"), stackDelimiter: text("stack_delimiter", "/"), join: "/" };
  return {
    read: async (wanted) => {
      if ("stack" in wanted) return await redisGet(url, storeKey(wanted, rules));
      const exact = await redisGet(url, wanted.key);
      return exact !== undefined || rules.prefix === ""
        ? exact
        : await redisGet(url, `${rules.prefix}:${wanted.key}`);
    },
  };
};

export default redis;
