/** Height and width in pixels. */
export interface Sides {
  readonly height: number;
  readonly width: number;
}

/**
 * Where each pixel of a new image comes from on the old one: rows and columns in pixels from the centre of the image, one
 * pair per pixel, row by row. Changes of the places combine into a single resampling.
 */
export interface Places extends Sides {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/** Makes the places of an unchanged image. Pixels are squares with centres at 0.5, 1.5, … */
export function unchangedPlaces({ height, width }: Sides): Places {
  const rows = new Float64Array(height * width);
  const columns = new Float64Array(height * width);
  for (let pixel = 0; pixel < rows.length; pixel++) {
    const column = pixel % width;
    rows[pixel] = (pixel - column) / width + 0.5 - height / 2;
    columns[pixel] = column + 0.5 - width / 2;
  }
  return { height, width, rows, columns };
}
