/** The words that start this program in a shell: npm's script in a clone, else npx. */
export const programWords = (script = process.env.npm_lifecycle_event): readonly string[] =>
  script === 'msa-unet' ? ['npm', 'run', 'msa-unet', '--'] : ['npx', 'msa-unet'];
