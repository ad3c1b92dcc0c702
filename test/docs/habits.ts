/** A habit of sentences that read translated. */
export interface Habit {
  readonly habit: string;
  readonly pattern: RegExp;
  /** What a native speaker writes. */
  readonly instead: string;
  /** A sentence that has the habit. */
  readonly example: string;
}

/** Habits that no text of the project may have. A space in a pattern also matches the end of a line. */
export const habits: readonly Habit[] = [
  {
    habit: 'is to be',
    pattern: /\b(?:is|are|was|were) (?:not )?to be\b/i,
    instead: '"must be", "can be" or an active verb',
    example: '--seed is to be given once',
  },
  {
    habit: 'tells',
    pattern: /\btells?\b(?! apart)|\b(?:is|are|be|been) told\b(?! apart)/i,
    instead: '"says", "shows", "lists", "describes" or "determines"',
    example: 'The guide tells what is read',
  },
  {
    habit: 'What does not …',
    pattern: /(?<![\w,] )\bWhat (?:does not|do not|is not|are not|cannot|is there|has been)\b(?![^.]*\?)/,
    instead: 'a noun as the subject: "Undefined scores are …"',
    example: 'What does not exist is skipped and counted.',
  },
  {
    habit: 'go on with',
    pattern: /\b(?:go|goes|went|gone) on\b/i,
    instead: '"continue" or "resume"',
    example: 'go on with the training in --out',
  },
  {
    habit: 'begin anew',
    pattern: /\banew\b/i,
    instead: '"again", "start over" or a verb with re-',
    example: 'the data are divided anew',
  },
  {
    habit: 'the truth',
    pattern: /\b(?:the|its|their|a|no) truth\b|(?<!\bground[ -])\btruth (?:and|or|is|are|alone)\b/i,
    instead: '"ground truth"',
    example: 'the truth is green, the prediction red',
  },
  {
    habit: 'belongs to no',
    pattern: /\bbelongs? to (?:no|none)\b/i,
    instead: '"unexpected argument"',
    example: '"x" belongs to no option',
  },
  {
    habit: 'is there already',
    pattern: /\b(?:is|are) (?:there already|already there)\b/i,
    instead: '"already exists"',
    example: 'runs/a is there already',
  },
  {
    habit: 'or have it done',
    pattern: /, or have (?:it|them)\b/i,
    instead: 'an option with its value',
    example: 'mend the lists, or have it divided again',
  },
  {
    habit: 'of both no more',
    pattern: /\bof (?:both|all|these) no more\b/i,
    instead: '"at most … of both"',
    example: 'Of both no more stays in memory than cacheBytes',
  },
  {
    habit: 'as they are',
    pattern: /\bas they are(?=[.,;:)]| \*\/|$)/i,
    instead: '"unchanged" or "at their original size"',
    example: 'slices stay as they are',
  },
  {
    habit: 'worked off',
    pattern: /\bwork(?:s|ed)? (?:it |a batch |batches )?off\b/i,
    instead: '"processed"',
    example: 'passes that a batch is worked off in',
  },
  {
    habit: 'stands in a file',
    pattern: /\bstands? (?:written )?in (?:the|its|their|split|docs|a file|how)\b|\bstands in [[·]/i,
    instead: '"is in", "is listed in" or a link as the subject',
    example: 'What we chose stands in how we read the paper',
  },
  {
    habit: 'taken for granted',
    pattern: /\b(?:takes?|took|taken) (?:it )?for granted\b/i,
    instead: '"assumed"',
    example: 'what it takes for granted',
  },
  {
    habit: 'passed over',
    pattern: /\bpass(?:es|ed)? over\b/i,
    instead: '"skipped"',
    example: 'the file is passed over',
  },
  {
    habit: 'say by',
    pattern: /\bsays? (?:it |them )?by\b/i,
    instead: '"pass … with" or "set … with"',
    example: 'Say it by --window-min',
  },
  {
    habit: 'slices to learn from',
    pattern: /\b(?:slices|patients|scans|samples|data|all) (?:are )?to learn from\b/i,
    instead: '"training slices"',
    example: '8 slices to learn from',
  },
  {
    habit: 'it is none',
    pattern: /\b(?:it|that|which|this) (?:is|are) none\b/i,
    instead: '"is not a …"',
    example: 'if it is none',
  },
  {
    habit: 'mend',
    pattern: /\bmend(?:s|ed|ing)?\b/i,
    instead: '"fix"',
    example: 'Mend that first',
  },
  {
    habit: 'notes down',
    pattern: /\bnot(?:e|es|ed) (?:it |them )?down\b/i,
    instead: '"records" or "saves"',
    example: 'What train notes down beside a network',
  },
];
