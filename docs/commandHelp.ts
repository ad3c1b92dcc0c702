import { commands } from '../src/cli/commands';
import { inPlace } from './inPlace';

/** Fills in the help of every command, between the comments that name the command. */
export async function withHelp(page: string): Promise<string> {
  let text = page;
  for (const [name, { load }] of Object.entries(commands)) {
    const help = (await load()).help(`msa-unet ${name}`);
    text = inPlace(text, name, `\`\`\`text\n${help}\`\`\``);
  }
  return text;
}
