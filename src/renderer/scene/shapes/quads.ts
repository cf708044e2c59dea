const corners = [0, 1, 2, 0, 2, 3];

/** Two triangles for each of so many quads, whose four vertices go round. */
export function quadIndices(quads: number): Uint32Array {
  const indices = new Uint32Array(quads * 6);
  for (let quad = 0; quad < quads; quad++)
    for (let at = 0; at < 6; at++) indices[quad * 6 + at] = quad * 4 + corners[at]!;
  return indices;
}
