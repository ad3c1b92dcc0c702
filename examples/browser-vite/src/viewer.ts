import { drawSlice, type Volume } from 'msa-unet';
import { showPicture } from 'msa-unet/browser';

import { element, write } from './elements';
import type { Scan } from './scan';

/** Length of the longer side of a drawn slice in pixels. */
const side = 512;

/** Shows one slice of a scan at a time, with its masks. */
export class Viewer {
  private readonly canvas = element('slice', HTMLCanvasElement);
  private readonly slider = element('slice-index', HTMLInputElement);
  private scan: Scan | null = null;
  private prediction: Volume | null = null;

  constructor() {
    this.slider.addEventListener('input', () => this.draw());
  }

  /** Shows another scan from its middle, or another mask of the scan. */
  show(scan: Scan, prediction: Volume | null): void {
    if (scan.image !== this.scan?.image) {
      const last = scan.image.shape[0] - 1;
      this.slider.max = String(last);
      this.slider.value = String(Math.round(last / 2));
    }
    this.scan = scan;
    this.prediction = prediction;
    element('viewer', HTMLElement).hidden = false;
    this.draw();
  }

  hide(): void {
    this.scan = null;
    element('viewer', HTMLElement).hidden = true;
  }

  private draw(): void {
    if (!this.scan) return;
    const { image, truth } = this.scan;
    const slice = Number(this.slider.value);
    showPicture(this.canvas, drawSlice(image, slice, { truth, prediction: this.prediction, side }));
    write('slice-name', `Slice ${slice + 1} of ${image.shape[0]}`);
  }
}
