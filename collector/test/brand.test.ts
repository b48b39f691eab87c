import { expect, test } from "vitest";
import { readBrand } from "../src/enrich/brand.ts";

test.each([
  ['"Not.A/Brand";v="8", "Chromium";v="141", "Brave";v="141"', "Brave"],
  ['"Brave";v="141", "Chromium";v="141", "(Not(A:Brand";v="8"', "Brave"],
  ['"Chromium";v="140", "Not=A?Brand";v="24", "YaBrowser";v="141", "Yowser";v="2.5"', "YaBrowser"],
  ['"DuckDuckGo";v="141", "Chromium";v="140", "Not_A Brand";v="24"', "DuckDuckGo"],
])("%s is %s", (list, browser) => {
  expect(readBrand(list)).toEqual({ browser, browser_version: "141" });
});

test.each([
  ["nothing", undefined],
  ["an empty list", ""],
  ["Chrome", '"Google Chrome";v="141", "Not)A;Brand";v="8", "Chromium";v="141"'],
  ["Chromium", '"Chromium";v="141", "Not A;Brand";v="99"'],
  ["a headless Chrome", '"HeadlessChrome";v="141", "Not?A_Brand";v="24", "Chromium";v="141"'],
  ["a page inside an app", '"Android WebView";v="141", "Not;A=Brand";v="8", "Chromium";v="141"'],
  ["no version", '"Brave"'],
  ["what is no name", '"<b>Brave</b>";v="141", "\\"Brave\\"";v="141"'],
  ["a name behind much else", `${" ".repeat(300)}"Brave";v="141"`],
])("%s says no more than the User-Agent", (_, list) => {
  expect(readBrand(list)).toEqual({});
});
