import type { Random } from '../../utils/random';
import type { Places } from './places';

/** Cells of the grid along each side. */
const cells = 4;
/** Nodes along each side: a cubic spline needs one more beyond either end. */
const nodes = cells + 3;

/** Displacements of the nodes of the grid, as shares of height and width, row by row. */
export interface NodeMoves {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/** Draws the displacements of all nodes from U(−`most`, `most`). */
export function drawNodeMoves(random: Random, most: number): NodeMoves {
  const draw = () => Float64Array.from({ length: nodes ** 2 }, () => random.uniform(-most, most));
  return { rows: draw(), columns: draw() };
}

/**
 * Deforms the image smoothly, by changing its places: each pixel moves by the cubic B-spline of a grid of 4 × 4 cells
 * whose nodes have random displacements. No pixel moves further than a node does, and below 0.122 of a side the image
 * never folds.
 *
 * @see U-Net, Ronneberger et al., 2015, section 3.1: random displacements on a coarse grid
 * @see Choi and Lee, Injectivity conditions of 2D and 3D uniform cubic B-spline functions, Graphical Models 62, 2000
 */
export function elastic({ height, width, rows, columns }: Places, moves: NodeMoves): void {
  const [down, across] = [splineOf(height), splineOf(width)];
  const [rowMoves, columnMoves] = [new Float64Array(nodes), new Float64Array(nodes)];
  for (let row = 0; row < height; row++) {
    mixRows(moves.rows, down, row, rowMoves);
    mixRows(moves.columns, down, row, columnMoves);
    for (let column = 0; column < width; column++) {
      rows[row * width + column]! += height * at(rowMoves, across, column);
      columns[row * width + column]! += width * at(columnMoves, across, column);
    }
  }
}

/** Cubic B-spline along one side: for each pixel, the first of four nodes and their weights. */
interface Spline {
  readonly first: Int32Array;
  readonly weights: Float64Array;
}

function splineOf(length: number): Spline {
  const first = new Int32Array(length);
  const weights = new Float64Array(4 * length);
  for (let i = 0; i < length; i++) {
    const place = ((i + 0.5) * cells) / length;
    const t = place - Math.floor(place);
    first[i] = Math.floor(place);
    const basis = [(1 - t) ** 3, 3 * t ** 3 - 6 * t ** 2 + 4, -3 * t ** 3 + 3 * t ** 2 + 3 * t + 1, t ** 3];
    basis.forEach((weight, k) => {
      weights[4 * i + k] = weight / 6;
    });
  }
  return { first, weights };
}

/** Interpolates the rows of nodes at a row of pixels. */
function mixRows(moves: Float64Array, { first, weights }: Spline, row: number, mixed: Float64Array): void {
  mixed.fill(0);
  for (let k = 0; k < 4; k++) {
    const [start, weight] = [(first[row]! + k) * nodes, weights[4 * row + k]!];
    for (let node = 0; node < nodes; node++) mixed[node]! += weight * moves[start + node]!;
  }
}

function at(moves: Float64Array, { first, weights }: Spline, i: number): number {
  const [node, weight] = [first[i]!, 4 * i];
  return (
    weights[weight]! * moves[node]! +
    weights[weight + 1]! * moves[node + 1]! +
    weights[weight + 2]! * moves[node + 2]! +
    weights[weight + 3]! * moves[node + 3]!
  );
}
