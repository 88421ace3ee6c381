/** `wait`, `wait-all` and `cancel`, of services that containers run in the background. Follows workflows §11.6. */
import { NOTHING, type StepHandler } from "../step_call.ts";

// Names were checked when the steps were read, and no step leaves a service behind yet.
const wait: StepHandler = () => Promise.resolve(NOTHING);

export default wait;
