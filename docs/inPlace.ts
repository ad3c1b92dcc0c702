/** Puts a text between the comments `<!-- name -->` and `<!-- end of name -->` of a page. */
export function inPlace(page: string, name: string, text: string): string {
  const place = new RegExp(`(<!-- ${name} -->\n)[^]*(<!-- end of ${name} -->)`);
  if (!place.test(page)) throw new Error(`the page has no place for \`${name}\``);
  return page.replace(place, (_, before, after) => `${before}\n${text}\n\n${after}`);
}
