/** `npm run qr:presets`: every preset, drawn at its resolution, is photographed badly and has to be read back. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { decodePicture } from '../../qr/check.js';
import { planLabel } from '../../qr/label.js';
import { labelPng } from '../../qr/label-picture.js';
import { PRESET_NAMES, PRESETS, type PresetName, printedSize } from '../../qr/presets.js';
import type { Ecc } from '../../qr/symbol.js';
import { type Label, photograph, type Recipe } from './camera.js';
import { sampleTokens } from './sample-tokens.js';

const SEEDS = 20;
const NEEDED = 19;
const PX_PER_MODULE = 12;
/** The dirt that a symbol has to bear is what its error correction is chosen for. */
const BLOT_PART: Readonly<Record<Ecc, number>> = { L: 0.02, M: 0.04, Q: 0.08, H: 0.08 };
const CONTROL_BLUR_MODULES = 0.55;
const PAGE = new URL('../../docs/PRESETS.md', import.meta.url);

const RECIPE = { blurModules: 0.35, rotationDegrees: 15, tiltDegrees: 20, contrast: 0.4, noise255ths: 20 };

interface Proof {
  name: PresetName;
  modules: number;
  version: number;
  read: number;
  readOfControl: number;
}

const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    only: { type: 'string' },
    first: { type: 'string', default: '1' },
  },
});
/** Seed of the first picture and its token; the others follow. */
const first = Number(values.first);
const proofs: Proof[] = [];
for (const name of PRESET_NAMES.filter((one) => values.only === undefined || one === values.only)) {
  const proof = await prove(name);
  proofs.push(proof);
  console.log(
    `${name.padEnd(14)} ${verdict(proof)} ${proof.read}/${SEEDS}, out of focus ${proof.readOfControl}/${SEEDS}`,
  );
}
if (values.write && values.only === undefined && first === 1) writeFileSync(PAGE, page(proofs));
if (proofs.some((proof) => verdict(proof) === 'FAILS')) process.exit(1);

/** Reads 20 pictures of 20 codes, and as many out of focus, which nobody may be able to read. */
async function prove(name: PresetName): Promise<Proof> {
  const preset = PRESETS[name];
  const recipe: Recipe = { ...RECIPE, blotPart: BLOT_PART[preset.ecc] };
  const proof = { name, modules: 0, version: 0, read: 0, readOfControl: 0 };
  const texts = sampleTokens(preset.profile, SEEDS, first - 1);
  for (const [index, text] of texts.entries()) {
    const { label, version } = await labelOf(text, name);
    const read = async (blurModules: number) =>
      (
        await decodePicture(
          photograph(label, { ...recipe, blurModules }, { pxPerModule: PX_PER_MODULE, seed: first + index }),
        )
      )?.text === text;
    proof.modules = label.modules;
    proof.version = version;
    if (await read(recipe.blurModules)) proof.read++;
    if (await read(CONTROL_BLUR_MODULES)) proof.readOfControl++;
  }
  return proof;
}

function verdict({ read, readOfControl }: Proof): 'holds' | 'FAILS' {
  return read >= NEEDED && readOfControl < NEEDED ? 'holds' : 'FAILS';
}

/** The drawn label as the camera meets it: the very dots that are printed, on their paper; a roll goes on. */
async function labelOf(text: string, name: PresetName): Promise<{ label: Label; version: number }> {
  const planned = planLabel(text, name, { orderNo: 'SO-2026-000123' });
  const { widthDots, heightDots, symbol, matrix } = planned;
  const context = createCanvas(widthDots, heightDots).getContext('2d');
  context.drawImage(await loadImage(await labelPng(planned)), 0, 0);
  const { data } = context.getImageData(0, 0, widthDots, heightDots);
  const dotAt = (x: number, y: number) =>
    x < 0 || y < 0 || x >= widthDots || y >= heightDots ? 255 : (data[(y * widthDots + x) * 4] ?? 255);
  const { x, y, moduleDots } = symbol;
  const lightAt = (column: number, row: number) =>
    dotAt(Math.floor(x + column * moduleDots), Math.floor(y + row * moduleDots)) / 255;
  const more = PRESETS[name].heightMm === undefined ? heightDots : 0;
  const paper = {
    left: x / moduleDots,
    right: (widthDots - x) / moduleDots,
    above: (y + more) / moduleDots,
    below: (heightDots - y + more) / moduleDots,
  };
  return { label: { paper, modules: matrix.modules, lightAt }, version: matrix.version };
}

function page(all: readonly Proof[]): string {
  const rows = all.map((proof) => {
    const preset = PRESETS[proof.name];
    const size = printedSize(preset, proof.modules);
    const medium = `${preset.widthMm}${preset.heightMm ? ` × ${preset.heightMm}` : ''} mm`;
    const cells = [
      `\`${proof.name}\``,
      medium,
      `${preset.profile}, ${proof.version}-${preset.ecc}`,
      `${preset.moduleDots} dots at ${preset.dpi} dpi = ${size.moduleMm.toFixed(2)} mm`,
      `${size.withQuietZoneMm.toFixed(1)} mm`,
      `${(size.readFromMm / 1000).toFixed(2)} m`,
      `${proof.read} / ${SEEDS}`,
      `${proof.readOfControl} / ${SEEDS}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `# Presets (P2.2.2)

Made by \`npm run qr:presets -- --write\`. A label is drawn at its resolution and photographed at ${PX_PER_MODULE} pixels a module, all at once:
blur σ 0.35 module, rotation 15°, tilt 20°, contrast 40 %, noise σ 20/255, and a dark blot over 4 % (M) or 8 % (Q) of the
symbol, clear of the finders. A preset holds when ${NEEDED} of ${SEEDS} are read; the same pictures at σ ${CONTROL_BLUR_MODULES} must not be.
Keys, tokens and pictures follow from the seeds 1 to ${SEEDS}, so that every run is the same one; \`--first 21\` takes others.
The quiet zone of four modules is always drawn. The logo stands beside the symbol, never inside: \`OQR_LOGO\` names its PNG.
A host too long for the medium takes a narrower module, down to 0.33 mm. Every preset is had as SVG, PNG and PDF, those for
label printers as ZPL too, whose symbol and texts are bitmaps: what is printed is the very symbol that was read back.

| preset | medium | profile, version | module | with quiet zone | read from | read | out of focus |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
