/** How each line is drawn, so that they are told apart without colour. */
export const strokes = [
  { stroke: 'var(--chart-ok)', strokeWidth: 2, strokeDasharray: undefined },
  { stroke: 'var(--chart-limited)', strokeWidth: 2, strokeDasharray: '6 3' },
  { stroke: 'var(--chart-refused)', strokeWidth: 2, strokeDasharray: '2 2' },
] as const;
