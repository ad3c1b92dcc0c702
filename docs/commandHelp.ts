import { commands } from '../src/cli/commands';
import { inPlace } from './inPlace';

/** The page with the help of every command in its place, between the comments that name the command and end it. */
export async function withHelp(page: string): Promise<string> {
  let text = page;
  for (const [name, { load }] of Object.entries(commands)) {
    const help = (await load()).help(`msa-unet ${name}`);
    text = inPlace(text, name, `\`\`\`text\n${help}\`\`\``);
  }
  return text;
}
