import { expect, it } from 'vitest';

import { drawNodeMoves, elastic } from '../../../src/preprocess/augment/elastic';
import { unchangedPlaces } from '../../../src/preprocess/augment/places';
import { Random } from '../../../src/utils/random';
import golden from '../../golden/augment.json';

const still = new Float64Array(49);

it("displacements equal those of SciPy's cubic B-spline, in shares of height and width", () => {
  const { height, width, displacements } = golden;
  const nodes = Float64Array.from(golden.nodes);
  const before = unchangedPlaces(golden);
  const after = unchangedPlaces(golden);
  elastic(after, { rows: nodes, columns: nodes.map((move) => -move) });
  displacements.forEach((expected, pixel) => {
    expect(after.rows[pixel]! - before.rows[pixel]!).toBeCloseTo(height * expected, 12);
    expect(after.columns[pixel]! - before.columns[pixel]!).toBeCloseTo(-width * expected, 12);
  });
});

it('equal nodes move all pixels of a 4×4 image by as much', () => {
  const places = unchangedPlaces({ height: 4, width: 4 });
  elastic(places, { rows: still, columns: new Float64Array(49).fill(0.25) });
  expect([...places.rows]).toEqual([...unchangedPlaces(places).rows]);
  [...places.columns].forEach((column, i) => {
    expect(column).toBeCloseTo((i % 4) - 1.5 + 1, 14);
  });
});

it('nodes that stay are the identity', () => {
  const places = unchangedPlaces({ height: 5, width: 3 });
  elastic(places, { rows: still, columns: still });
  expect(places).toEqual(unchangedPlaces(places));
});

it('a node in the middle moves the pixel on it by 4/9, and those two cells away not at all', () => {
  const nodes = new Float64Array(49);
  nodes[3 * 7 + 3] = 1;
  const places = unchangedPlaces({ height: 9, width: 9 });
  elastic(places, { rows: nodes, columns: still });
  expect(places.rows[40]! / 9).toBeCloseTo((4 / 6) ** 2, 14);
  expect(places.rows[0]! + 4).toBeLessThan(1e-4); // 16/9 cells away along both sides
});

it('no pixel moves further than the maximum, and the largest deformations do not fold', () => {
  const [height, width] = [24, 40];
  let [furthest, smallest] = [0, 1];
  for (let seed = 0; seed < 200; seed++) {
    const places = unchangedPlaces({ height, width });
    const before = unchangedPlaces({ height, width });
    const drawn = drawNodeMoves(new Random(seed), 0.12);
    const extreme = (moves: Float64Array) => moves.map((move) => 0.12 * Math.sign(move));
    elastic(places, { rows: extreme(drawn.rows), columns: extreme(drawn.columns) });
    const { rows, columns } = places;
    const moved = rows.map((row, i) =>
      Math.max(Math.abs(row - before.rows[i]!) / height, Math.abs(columns[i]! - before.columns[i]!) / width),
    );
    const areas = rows.map((row, i) => {
      if (i % width === width - 1 || i + width >= rows.length) return 1;
      const [down, right] = [i + width, i + 1];
      const [a, b] = [rows[down]! - row, columns[down]! - columns[i]!];
      return a * (columns[right]! - columns[i]!) - b * (rows[right]! - row);
    });
    furthest = Math.max(furthest, ...moved);
    smallest = Math.min(smallest, ...areas);
  }
  expect(furthest).toBeGreaterThan(0.1);
  expect(furthest).toBeLessThanOrEqual(0.12 + 1e-12);
  expect(smallest).toBeGreaterThan(0);
});
