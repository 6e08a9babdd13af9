/** `npm run qr:presets`: every preset, drawn at its resolution, is photographed badly and has to be read back. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { decodePicture } from '../../qr/check.js';
import { QUIET_ZONE_MODULES } from '../../qr/layout.js';
import { PRESET_NAMES, PRESETS, type Preset, type PresetName, printedSize } from '../../qr/presets.js';
import { drawPng, type Ecc, type SymbolSize } from '../../qr/symbol.js';
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
  options: { write: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const proofs: Proof[] = [];
for (const name of PRESET_NAMES.filter((one) => values.only === undefined || one === values.only)) {
  const proof = await prove(name);
  proofs.push(proof);
  console.log(
    `${name.padEnd(14)} ${verdict(proof)} ${proof.read}/${SEEDS}, out of focus ${proof.readOfControl}/${SEEDS}`,
  );
}
if (values.write && values.only === undefined) writeFileSync(PAGE, page(proofs));
if (proofs.some((proof) => verdict(proof) === 'FAILS')) process.exit(1);

/** Reads 20 pictures of 20 codes, and as many out of focus, which nobody may be able to read. */
async function prove(name: PresetName): Promise<Proof> {
  const preset = PRESETS[name];
  const recipe: Recipe = { ...RECIPE, blotPart: BLOT_PART[preset.ecc] };
  const proof = { name, modules: 0, version: 0, read: 0, readOfControl: 0 };
  const texts = sampleTokens(preset.profile, SEEDS);
  for (const [index, text] of texts.entries()) {
    const { label, version } = await labelOf(text, preset);
    const read = async (blurModules: number) =>
      (
        await decodePicture(
          photograph(label, { ...recipe, blurModules }, { pxPerModule: PX_PER_MODULE, seed: index + 1 }),
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

/** The drawn label as the camera meets it: the very dots that are printed, in the middle of their paper. */
async function labelOf(text: string, preset: Preset): Promise<{ label: Label; version: number }> {
  const { ecc, dpi, moduleDots } = preset;
  const orderNo = preset.orderNo ? 'SO-2026-000123' : '';
  const caption = preset.caption ? '订单二维码' : '';
  const drawn = await drawPng(text, { medium: { ecc, dpi, modulePx: moduleDots }, caption, orderNo });
  const canvas = createCanvas(drawn.widthPx, drawn.heightPx);
  const context = canvas.getContext('2d');
  context.drawImage(await loadImage(drawn.png), 0, 0);
  const { data } = context.getImageData(0, 0, drawn.widthPx, drawn.heightPx);
  const dotAt = (x: number, y: number) =>
    x < 0 || y < 0 || x >= drawn.widthPx || y >= drawn.heightPx
      ? 255
      : (data[(y * drawn.widthPx + x) * 4] ?? 255);
  const lightAt = (column: number, row: number) =>
    dotAt(
      Math.floor((column + QUIET_ZONE_MODULES) * moduleDots),
      Math.floor((row + QUIET_ZONE_MODULES) * moduleDots),
    ) / 255;
  return { label: { ...paperOf(preset, drawn), modules: drawn.modules, lightAt }, version: drawn.version };
}

/** How far the paper reaches around the symbol; a roll goes on. */
function paperOf(preset: Preset, drawn: SymbolSize): Pick<Label, 'paper'> {
  const { moduleMm } = printedSize(preset, drawn.modules);
  const across = (preset.widthMm / moduleMm - drawn.modules) / 2;
  const heightModules = drawn.heightPx / preset.moduleDots;
  const above =
    preset.heightMm === undefined ? heightModules : (preset.heightMm / moduleMm - heightModules) / 2;
  return {
    paper: { across, above: above + QUIET_ZONE_MODULES, below: above + heightModules - QUIET_ZONE_MODULES },
  };
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
The quiet zone of four modules is always drawn. The logo stands beside the symbol, never inside.

| preset | medium | profile, version | module | with quiet zone | read from | read | out of focus |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
