import { dropValues } from '../../utils/dropValues';
import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

export const dropout = /* @__PURE__ */ hostLoop({
  kernel: kernels.dropout,
  outputShapes: ([shape]) => [shape!],
  loop: ([x], [y], { rate, seed }) => dropValues(x, y, rate, seed),
});
