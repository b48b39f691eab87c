// Written by npm run plan -- types from tracking-plan.json, version 1. Do not edit.

/** The events of the tracking plan: `init<TrackingPlanEvents>({ appId: "..." })`. */
export interface TrackingPlanEvents {
  /** An account was made. */
  sign_up: {
    /** How they signed up. */
    method: "email" | "google";
  };

  /** An invitation was sent, not merely written. */
  invite_member: {
    /**
     * How many the team has then.
     * Must be a whole number, at least 1.
     */
    seats: number;
    /** Must be at most 32 characters. */
    role?: string;
  };
}
