/** Compares names with numbers by value: `slice-2` comes before `slice-10`. */
export const numericOrder = new Intl.Collator('en', { numeric: true }).compare;
