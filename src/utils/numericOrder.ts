/** Compares names so that the numbers in them count: `slice-2` comes before `slice-10`. */
export const numericOrder = new Intl.Collator('en', { numeric: true }).compare;
