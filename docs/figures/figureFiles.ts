import { drawFigure } from './drawFigure';
import { paperFigures } from './paperFigures';
import { siteStyle } from './style';
import { outputsOf, wiringOf } from './wiring';

/** Makes every generated file of the figures: the SVGs, and their style on the site. @returns path → content */
export function figureFiles(): Record<string, string> {
  const files = paperFigures.map((figure) => {
    const model = figure.build();
    const boxes = wiringOf(model, Object.keys(figure.inputs));
    const [output] = outputsOf(model, boxes);
    return [`docs/images/${figure.file}.svg`, drawFigure(figure, boxes, output!)];
  });
  return { ...Object.fromEntries(files), 'docs/figures/figures.css': siteStyle };
}
