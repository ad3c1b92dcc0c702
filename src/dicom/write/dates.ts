/** Writes the local date: `20240131`. */
export const dateText = (date: Date): string =>
  `${date.getFullYear()}`.padStart(4, '0') + twoDigits(date.getMonth() + 1) + twoDigits(date.getDate());

/** Writes the local time of day: `235959`. */
export const timeText = (date: Date): string =>
  twoDigits(date.getHours()) + twoDigits(date.getMinutes()) + twoDigits(date.getSeconds());

const twoDigits = (number: number): string => String(number).padStart(2, '0');
