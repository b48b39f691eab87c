import { createLocalClock, type LocalClock } from "./local-clock.ts";

/** Where a visitor lives, as a browser tells it. */
export interface Place {
  language: string;
  timeZone: string;
  clock: LocalClock;
  weight: number;
}

function place(language: string, timeZone: string, weight: number): Place {
  return { language, timeZone, clock: createLocalClock(timeZone), weight };
}

export const places: readonly Place[] = [
  place("pt-BR", "America/Sao_Paulo", 26),
  place("pt-BR", "America/Bahia", 6),
  place("pt-PT", "Europe/Lisbon", 8),
  place("en-US", "America/New_York", 15),
  place("en-US", "America/Los_Angeles", 9),
  place("en-GB", "Europe/London", 9),
  place("de-DE", "Europe/Berlin", 8),
  place("fr-FR", "Europe/Paris", 6),
  place("es-MX", "America/Mexico_City", 6),
  place("en-IN", "Asia/Kolkata", 4),
  place("ja-JP", "Asia/Tokyo", 3),
];
