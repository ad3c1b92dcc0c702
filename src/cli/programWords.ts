/** How this program is called in a shell, before the name of a command: by npm's script in a clone, else by npx. */
export const programWords = (script = process.env.npm_lifecycle_event): readonly string[] =>
  script === 'msa-unet' ? ['npm', 'run', 'msa-unet', '--'] : ['npx', 'msa-unet'];
