/** The package comes without types. */
declare module 'subset-font' {
  export default function subsetFont(
    font: Buffer,
    letters: string,
    options: { targetFormat: 'truetype' | 'woff2' },
  ): Promise<Buffer>;
}
