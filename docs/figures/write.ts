import { readFileSync, writeFileSync } from 'node:fs';

import { figureFiles } from './figureFiles';
import { withFigures } from './figurePage';

/** Draws the figures of the paper again, and describes them in docs/paper.md. */
for (const [path, content] of Object.entries(figureFiles())) writeFileSync(path, content);
writeFileSync('docs/paper.md', withFigures(readFileSync('docs/paper.md', 'utf8')));
