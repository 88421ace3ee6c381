import { equal, throws } from "node:assert/strict";
import { storeKey } from "./store_key.ts";

const name = { stack: "plat-ue2-dev", component: "infra/vpc", key: "vpc_id" };

Deno.test("storeKey() joins prefix, parts of the stack, parts of the component and key", () => {
  equal(
    storeKey(name, { prefix: "acme", stackDelimiter: "/", join: "/" }),
    "acme/plat-ue2-dev/infra/vpc/vpc_id",
  );
  equal(
    storeKey(name, { prefix: "/acme", stackDelimiter: "-", join: "/" }),
    "/acme/plat/ue2/dev/infra/vpc/vpc_id",
  );
  equal(storeKey(name, { prefix: "", stackDelimiter: "-", join: "_" }), "plat_ue2_dev_infra_vpc_vpc_id");
});

Deno.test("storeKey() refuses empty names", () => {
  throws(
    () => storeKey({ ...name, stack: "" }, { prefix: "", stackDelimiter: "/", join: "/" }),
    /stack cannot be empty/,
  );
});
