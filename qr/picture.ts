/** Greyscale as RGBA, 4 bytes a pixel, as a camera or canvas delivers it. */
export interface Picture {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** The picture so many times smaller, each pixel the mean of those it stands for. */
export function averaged({ data, width, height }: Picture, factor: number): Picture {
  const [columns, rows] = [Math.floor(width / factor), Math.floor(height / factor)];
  const small = new Uint8ClampedArray(columns * rows * 4).fill(255);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let [sum, count] = [0, 0];
      for (let y = Math.floor(row * factor); y < Math.floor((row + 1) * factor); y++)
        for (let x = Math.floor(column * factor); x < Math.floor((column + 1) * factor); x++) {
          sum += data[(y * width + x) * 4 + 1] ?? 0;
          count++;
        }
      const at = (row * columns + column) * 4;
      small.fill(sum / count, at, at + 3);
    }
  return { data: small, width: columns, height: rows };
}
