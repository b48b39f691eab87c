import { RemovalPolicy } from "aws-cdk-lib";
import type { Settings } from "./settings.ts";

/** What becomes of a resource that holds something when it leaves its stack. */
export function removalOf({ isProtected }: Pick<Settings, "isProtected">): RemovalPolicy {
  return isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
