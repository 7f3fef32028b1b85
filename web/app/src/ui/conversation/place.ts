// A place on earth as people write it.

import type { Location } from "verband-core/types.js";
import { t, texts } from "../../model/texts.svelte.ts";

const MICRO = 1_000_000;

/** Degrees with the points of the compass. */
export function degrees({ latitude, longitude }: Location): string {
  const number = new Intl.NumberFormat(texts.locale, { minimumFractionDigits: 5, maximumFractionDigits: 5 });
  const written = (micro: number) => `${number.format(Math.abs(micro) / MICRO)}°`;
  return `${written(latitude)} ${latitude < 0 ? t("south") : t("north")}, ${written(longitude)} ${longitude < 0 ? t("west") : t("east")}`;
}

/** Where this device is, as the browser knows it; asked for with the person's consent. */
export function here(): Promise<Location> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({
        latitude: Math.round(coords.latitude * MICRO), longitude: Math.round(coords.longitude * MICRO), accuracy: Math.ceil(coords.accuracy),
      }),
      reject,
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  });
}
