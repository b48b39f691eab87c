/** Width and height in CSS pixels. */
interface Size {
  width: number;
  height: number;
}

export interface Device {
  kind: "mobile" | "tablet" | "desktop";
  userAgent: string;
  screen: Size;
  /** The page's part of the screen: never larger than it. */
  viewport: Size;
  weight: number;
}

// Browsers freeze most of what they tell: "Android 10; K", "Windows NT 10.0" and "10_15_7" are today's browsers too
// (https://www.chromium.org/updates/ua-reduction/). The widths and heights of phones and Macs are real models'.
const chromeOnAndroid =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36";
const samsungInternet =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36";
const safariOnIphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.4 Mobile/15E148 Safari/604.1";
const safariOnIpad =
  "Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.4 Mobile/15E148 Safari/604.1";
const safariOnMac =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.4 Safari/605.1.15";
const chromeOnMac =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const chromeOnWindows =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const edgeOnWindows =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0";
const firefoxOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:156.0) Gecko/20100101 Firefox/156.0";
const firefoxOnLinux = "Mozilla/5.0 (X11; Linux x86_64; rv:156.0) Gecko/20100101 Firefox/156.0";

function device(
  kind: Device["kind"],
  weight: number,
  userAgent: string,
  [screenWidth, screenHeight]: readonly [number, number],
  [width, height]: readonly [number, number],
): Device {
  return {
    kind,
    weight,
    userAgent,
    screen: { width: screenWidth, height: screenHeight },
    viewport: { width, height },
  };
}

export const devices: readonly Device[] = [
  device("mobile", 16, chromeOnAndroid, [412, 915], [412, 785]),
  device("mobile", 12, chromeOnAndroid, [360, 800], [360, 668]),
  device("mobile", 5, samsungInternet, [384, 854], [384, 726]),
  device("mobile", 12, safariOnIphone, [393, 852], [393, 659]),
  device("mobile", 9, safariOnIphone, [390, 844], [390, 664]),
  device("tablet", 4, safariOnIpad, [820, 1180], [820, 1106]),
  device("desktop", 12, chromeOnWindows, [1920, 1080], [1905, 945]),
  device("desktop", 8, chromeOnWindows, [1536, 864], [1521, 730]),
  device("desktop", 6, edgeOnWindows, [1920, 1080], [1903, 937]),
  device("desktop", 6, chromeOnMac, [1512, 982], [1512, 823]),
  device("desktop", 4, safariOnMac, [1470, 956], [1470, 838]),
  device("desktop", 3, firefoxOnWindows, [1920, 1080], [1908, 958]),
  device("desktop", 3, firefoxOnLinux, [2560, 1440], [1280, 1308]),
];
