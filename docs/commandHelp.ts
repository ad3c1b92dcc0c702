import { commands } from '../src/cli/commands';

/** The page with the help of every command in its place, between the comments that name the command and end it. */
export async function withHelp(page: string): Promise<string> {
  let text = page;
  for (const [name, { load }] of Object.entries(commands)) {
    const place = new RegExp(`(<!-- ${name} -->\n)[^]*(<!-- end of ${name} -->)`);
    if (!place.test(text)) throw new Error(`the page has no place for the help of \`${name}\``);
    const help = (await load()).help(`msa-unet ${name}`);
    text = text.replace(place, (_, before, after) => `${before}\n\`\`\`text\n${help}\`\`\`\n\n${after}`);
  }
  return text;
}
