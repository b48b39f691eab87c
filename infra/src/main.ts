// What the CDK's command line runs; see cdk.json.

import { createApp } from "./create-app.ts";
import { environments } from "./environments.ts";

createApp(environments).synth();
