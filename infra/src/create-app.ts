import { App, type AppProps, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { EnvironmentStage } from "./environment-stage.ts";
import { readSettings } from "./settings.ts";

/**
 * The app with a stage for each environment. Every environment is there in every synth: what would fail in prod fails
 * before dev is deployed.
 *
 * @param environments the settings of each, by whatever hand
 * @throws Error that says which setting of which environment was expected to be what
 * @example createApp(environments).synth();
 */
export function createApp(environments: readonly unknown[], props: AppProps = {}): App {
  const app = new App(props);
  for (const environment of environments) new EnvironmentStage(app, readSettings(environment));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  return app;
}
