/** Labels as PDF: vector symbols and searchable text, a page or a place on a sheet each, sent as they are drawn. */
import type { Label } from './label.js';
import type { Logo } from './logo.js';
import { outlinesOf } from './outline.js';
import { paperFont } from './paper-font.js';
import { MM_PER_INCH, PRESETS, type PresetName } from './presets.js';

const POINTS_PER_INCH = 72;
const A4_MM = { width: 210, height: 297 };

type Document = PDFKit.PDFDocument;

/** One file of labels of one preset; no more of it is held than what its reader has not taken. */
export async function* pdfOf(
  labels: AsyncIterable<Label> | Iterable<Label>,
  preset: PresetName,
  logo?: Logo,
): AsyncGenerator<Buffer> {
  // Loaded with the first PDF: its fonts' decoders are a fifth of what an API would load at its start.
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({ autoFirstPage: false, margin: 0, font: '' });
  doc.registerFont('paper', await paperFont());
  const image = logo && openImage(doc, logo.png);
  let count = 0;
  for await (const label of labels) {
    const place = placeOf(doc, label, preset, count);
    count += 1;
    draw(doc, label, place, image);
    const ready: Buffer | null = doc.read();
    if (ready) yield ready;
  }
  doc.end();
  yield* doc as AsyncIterable<Buffer>;
}

/** A whole file, for a few labels. */
export async function pdfBytes(labels: Iterable<Label>, preset: PresetName, logo?: Logo): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of pdfOf(labels, preset, logo)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The left upper corner of the next label, in points; a new page where one is needed. */
function placeOf(
  doc: Document,
  { widthDots, heightDots, dpi }: Label,
  preset: PresetName,
  count: number,
): { x: number; y: number } {
  const { sheet, widthMm, heightMm } = PRESETS[preset];
  if (!sheet) {
    doc.addPage({ size: [inPoints(widthDots, dpi), inPoints(heightDots, dpi)], margin: 0 });
    return { x: 0, y: 0 };
  }
  const { columns, rows } = sheet;
  const at = count % (columns * rows);
  if (at === 0) doc.addPage({ size: [mmPoints(A4_MM.width), mmPoints(A4_MM.height)], margin: 0 });
  const [left, top] = [A4_MM.width - columns * widthMm, A4_MM.height - rows * (heightMm ?? 0)];
  return {
    x: mmPoints(left / 2 + (at % columns) * widthMm),
    y: mmPoints(top / 2 + Math.floor(at / columns) * (heightMm ?? 0)),
  };
}

const inPoints = (dots: number, dpi: number): number => (dots * POINTS_PER_INCH) / dpi;
const mmPoints = (mm: number): number => (mm * POINTS_PER_INCH) / MM_PER_INCH;

function draw(
  doc: Document,
  label: Label,
  place: { x: number; y: number },
  image: PDFKit.Mixins.ImageSrc | undefined,
): void {
  const scale = POINTS_PER_INCH / label.dpi;
  doc.save().translate(place.x, place.y).scale(scale);
  doc.fillColor('black');
  doc.addContent(symbolContent(label));
  if (label.logo && image) {
    const { x, y, width, height } = label.logo;
    doc.image(image, x, y, { width, height });
  }
  doc.font('paper');
  for (const { text, fontDots, x, baseline } of label.lines) {
    doc.fontSize(fontDots);
    doc.text(text, x - doc.widthOfString(text) / 2, baseline, { baseline: 'alphabetic', lineBreak: false });
  }
  doc.restore();
}

/** The path operators of the symbol, in dots: thousands of labels draw no faster through a path parser. */
function symbolContent({ matrix, symbol }: Label): string {
  const { x, y, moduleDots } = symbol;
  const loops = outlinesOf(matrix).map((loop) =>
    loop
      .map(
        ([column, row], at) => `${x + column * moduleDots} ${y + row * moduleDots} ${at === 0 ? 'm' : 'l'}`,
      )
      .join(' '),
  );
  return `${loops.join(' h ')} h f*`;
}

/** Embedded once, however many labels show it; the types of pdfkit do not name the deed. */
function openImage(doc: Document, png: Buffer): PDFKit.Mixins.ImageSrc {
  return (doc as Document & { openImage(src: Buffer): PDFKit.Mixins.ImageSrc }).openImage(png);
}
