/** Picture of a report. */
export interface ReportPicture {
  /** Path of its file, relative to the report. */
  readonly file: string;
  /** Caption. */
  readonly caption: string;
}

/**
 * Makes a self-contained HTML page; the title is text, the body HTML.
 *
 * @example
 * ```ts
 * import { htmlPage, htmlTable } from 'msa-unet';
 *
 * const page = htmlPage('Results', htmlTable(['Network', 'DSC'], [['MSA-UNet', '98.00']]));
 * console.log(page.startsWith('<!doctype html>')); // true
 * ```
 */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
${body}
</html>
`;
}

/**
 * Makes an HTML table of texts; omits the header if all its cells are empty.
 *
 * @example
 * ```ts
 * import { htmlTable } from 'msa-unet';
 *
 * const table = htmlTable(['Network', 'DSC'], [['U-Net', '< 90']]);
 * console.log(table.includes('&lt; 90')); // true
 * ```
 */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cell: 'th' | 'td') => (cells: readonly string[]) =>
    `<tr>${cells.map((text) => `<${cell}>${escapeHtml(text)}</${cell}>`).join('')}</tr>`;
  const heading = head.some((text) => text !== '') ? `<thead>${line('th')(head)}</thead>` : '';
  return `<table>${heading}<tbody>${rows.map(line('td')).join('\n')}</tbody></table>`;
}

/**
 * Makes an HTML figure: a picture with its caption below.
 *
 * @example
 * ```ts
 * import { htmlFigure } from 'msa-unet';
 *
 * const figure = htmlFigure({ file: 'panel.png', caption: 'MSA-UNet & U-Net' });
 * console.log(figure.includes('<figcaption>MSA-UNet &amp; U-Net</figcaption>')); // true
 * ```
 */
export function htmlFigure({ file, caption }: ReportPicture): string {
  const text = escapeHtml(caption);
  return `<figure><img src="${escapeHtml(file)}" alt="${text}"><figcaption>${text}</figcaption></figure>`;
}

/**
 * Escapes text for HTML, attributes included.
 *
 * @example
 * ```ts
 * import { escapeHtml } from 'msa-unet';
 *
 * console.log(escapeHtml('HU < -200')); // HU &lt; -200
 * ```
 */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const style = `
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; color: #1d2733 }
h2 { margin-top: 2.5rem }
table { border-collapse: collapse }
th, td { padding: 0.3rem 1.2rem 0.3rem 0; text-align: left; border-bottom: 1px solid #dde3ea; font-variant-numeric: tabular-nums }
.scores { overflow-x: auto } .scores td { white-space: nowrap }
.warning { font-weight: 600; color: #b3261e }
svg { max-width: 100%; height: auto }
.overlays { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 1rem }
figure { margin: 0 } img { width: 100% } figcaption { font-size: 0.85rem; color: #56626f }
.truth { color: #1f9d3a } .predicted { color: #d6332a } .both { color: #b39200 }
`;
