/** Greyscale as RGBA, 4 bytes a pixel, as a camera or canvas delivers it. */
export interface Picture {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}
