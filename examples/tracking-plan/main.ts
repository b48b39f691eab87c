import { autocapture, init } from "@riacho/sdk";
import type { TrackingPlanEvents } from "./events.ts";

const riacho = init<TrackingPlanEvents>({ appId: "crew", plugins: [autocapture()] });
riacho.track("invite_member", { seats: 5, role: "rower" });
