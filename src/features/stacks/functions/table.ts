/** Functions that only manifests have: one row a tag, loaded when a component uses it. Follows templates §4.4.
 *  Invariant: literal specifiers only, so that the compiled program holds every function. */
import type { StackFunction } from "./stack_call.ts";

interface StackFunctionModule {
  readonly default: StackFunction;
}

const include = (): Promise<StackFunctionModule> => import("./include.ts");
const labels = (): Promise<StackFunctionModule> => import("./labels.ts");
const store = (): Promise<StackFunctionModule> => import("./store.ts");
const terraform = (): Promise<StackFunctionModule> => import("./terraform.ts");

const kept = (): Promise<StackFunctionModule> => import("./kept.ts");
const absent = (): Promise<StackFunctionModule> => import("./absent.ts");

/** Tag → its function. */
export const stackFunctions: Readonly<Record<string, () => Promise<StackFunctionModule>>> = {
  "!include": include,
  "!include.raw": include,
  "!template": () => import("./template.ts"),
  "!tags": labels,
  "!labels": labels,
  "!labels.keys": labels,
  "!labels.values": labels,
  "!terraform.state": terraform,
  "!terraform.output": terraform,
  "!store": store,
  "!store.get": store,
  "!secret": () => import("./secret.ts"),
  "!cel": kept,
  "!aws.account_id": kept,
  "!aws.caller_identity_arn": kept,
  "!aws.caller_identity_user_id": kept,
  "!aws.region": kept,
  "!aws.organization_id": kept,
  "!version": absent,
  "!emulator": absent,
};
