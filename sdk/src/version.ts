/** Version of the SDK, sent with every event. A test holds it to package.json. */
export const sdkVersion = "0.1.0";
