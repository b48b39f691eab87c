// A policy of AWS' on the collector's role: a finding of cdk-nag.

import { ManagedPolicy, type Role } from "aws-cdk-lib/aws-iam";
import { createApp } from "../src/create-app.ts";
import { environments } from "../src/environments.ts";
import { findSettings } from "./find-settings.ts";

const app = createApp([findSettings(environments, "test")]);
const ingest = app.node.findChild("test").node.findChild("Ingest");
const role = ingest.node.findChild("Collector").node.findChild("Role") as Role;
role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName("service-role/AWSLambdaBasicExecutionRole"));
app.synth();
