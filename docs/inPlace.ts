/** The page with a text in the place of that name, between the comments that name it and end it. */
export function inPlace(page: string, name: string, text: string): string {
  const place = new RegExp(`(<!-- ${name} -->\n)[^]*(<!-- end of ${name} -->)`);
  if (!place.test(page)) throw new Error(`the page has no place for \`${name}\``);
  return page.replace(place, (_, before, after) => `${before}\n${text}\n\n${after}`);
}
