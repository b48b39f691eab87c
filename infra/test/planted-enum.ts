// A stream mode that there is not.

import type { CfnStream } from "aws-cdk-lib/aws-kinesis";
import { createApp } from "../src/create-app.ts";
import { environments } from "../src/environments.ts";
import { findSettings } from "./find-settings.ts";

const app = createApp([findSettings(environments, "prod")]);
const events = app.node.findChild("prod").node.findChild("Data").node.findChild("Events");
(events.node.defaultChild as CfnStream).addPropertyOverride("StreamModeDetails.StreamMode", "PROVISIONNED");
app.synth();
