/** Names of the files and folders of a run: `runFiles.settings` is `settings.json`. */
export const runFiles = {
  model: 'model',
  settings: 'settings.json',
  split: 'split.json',
  history: 'history.json',
  checkpoint: 'checkpoint',
} as const;
