/**
 * An indicative grade of a symbol in the manner of ISO/IEC 15415, the worst of its parts. A calibrated verifier measures
 * reflectance under known light; a drawing, scan or photograph tells only as much as its pixels do.
 */
import type { Matrix } from './matrix.js';
import type { Picture } from './picture.js';
import { type Corners, lightsOf } from './sampling.js';

export { type Corners, squareAt } from './sampling.js';

export const GRADES = ['A', 'B', 'C', 'D', 'F'] as const;
export type Grade = (typeof GRADES)[number];

const GRADED_PARTS = ['symbolContrast', 'modulation', 'fixedPatternDamage', 'unusedErrorCorrection'] as const;
type GradedPart = (typeof GRADED_PARTS)[number];

export interface SymbolGrade {
  grade: Grade;
  /** Each from 0 to 1; of damage less is better. */
  parts: Record<GradedPart, { value: number; grade: Grade }>;
}

export interface Graded {
  corners: Corners;
  /** The symbol as it was meant. */
  matrix: Matrix;
  unusedErrorCorrection: number | undefined;
}

/** Lower limits of A to D (ISO/IEC 15415 tables 2 to 8; ISO/IEC 18004 annex on print quality). */
const CONTRAST = [0.7, 0.55, 0.4, 0.2];
const MODULATION = [0.5, 0.4, 0.3, 0.2];
const UNUSED = [0.62, 0.5, 0.37, 0.25];
/** Upper limits of A to D: wrong modules of one finder with its separator, and their share elsewhere. */
const FINDER_WRONG = [0, 1, 2, 3];
const ELSEWHERE_WRONG = [0, 0.07, 0.11, 0.14];
const FINDER_MODULES = 8;
/** Of all codewords, those that correct errors, about. */
const CORRECTING = { L: 0.2, M: 0.38, Q: 0.54, H: 0.65 };
const LOWEST_SHARE = 0.05;

/** Grades a decoded symbol by the light of its modules; one that cannot be decoded has no parts and is F. */
export function gradeOf(picture: Picture, { corners, matrix, unusedErrorCorrection }: Graded): SymbolGrade {
  const lights = lightsOf(picture, corners, matrix.modules);
  const [darkest, lightest] = [lights.reduce(least, 255), lights.reduce(most, 0)];
  const margins = marginsOf(lights, matrix, { darkest, lightest });
  const unused = unusedErrorCorrection ?? 0;
  const contrast = (lightest - darkest) / 255;
  const damage = damageOf(margins, matrix);
  const parts = {
    symbolContrast: { value: contrast, grade: atLeast(contrast, CONTRAST) },
    modulation: { value: lowOf(margins), grade: modulationOf(margins, matrix) },
    fixedPatternDamage: damage,
    unusedErrorCorrection: { value: unused, grade: atLeast(unused, UNUSED) },
  };
  return { grade: worst(Object.values(parts).map(({ grade }) => grade)), parts };
}

const least = (a: number, b: number): number => Math.min(a, b);
const most = (a: number, b: number): number => Math.max(a, b);
const rank = (grade: Grade): number => GRADES.indexOf(grade);
const worst = (grades: readonly Grade[]): Grade => GRADES[grades.map(rank).reduce(most, 0)] ?? 'F';
const gradeAt = (index: number): Grade => GRADES[index < 0 ? GRADES.length - 1 : index] ?? 'F';
const atLeast = (value: number, limits: readonly number[]): Grade =>
  gradeAt(limits.findIndex((limit) => value >= limit));
const atMost = (value: number, limits: readonly number[]): Grade =>
  gradeAt(limits.findIndex((limit) => value <= limit));

/** How far each module is on its own side of the middle between dark and light, 0 when on the wrong one. */
function marginsOf(
  lights: Float64Array,
  { dark }: Matrix,
  { darkest, lightest }: { darkest: number; lightest: number },
): Float64Array {
  const middle = (darkest + lightest) / 2;
  const range = Math.max(1, lightest - darkest);
  return lights.map((light, at) => {
    const apart = dark[at] === 1 ? middle - light : light - middle;
    return Math.min(1, Math.max(0, (2 * apart) / range));
  });
}

function lowOf(margins: Float64Array): number {
  const sorted = margins.toSorted();
  return sorted[Math.floor(sorted.length * LOWEST_SHARE)] ?? 0;
}

/** The best grade that holds when every codeword below it counts as an error; a codeword is taken as 2 × 4 modules. */
function modulationOf(margins: Float64Array, { modules, fixed, ecc }: Matrix): Grade {
  const codewords = new Map<number, number>();
  for (let at = 0; at < margins.length; at++) {
    if (fixed[at] === 1) continue;
    const block = Math.floor((at % modules) / 2) + modules * Math.floor(Math.floor(at / modules) / 4);
    codewords.set(block, Math.min(codewords.get(block) ?? 1, margins[at] ?? 0));
  }
  const lows = [...codewords.values()];
  const correcting = Math.max(1, lows.length * CORRECTING[ecc]);
  const held = MODULATION.map((limit, level) => {
    const errors = lows.filter((low) => low < limit).length;
    return worst([gradeAt(level), atLeast(1 - (2 * errors) / correcting, UNUSED)]);
  });
  return GRADES.find((grade) => held.includes(grade)) ?? 'F';
}

/** Wrong modules of the patterns that a decoder finds the symbol by. */
function damageOf(margins: Float64Array, { modules, fixed }: Matrix): { value: number; grade: Grade } {
  const finders = [0, 0, 0];
  let [elsewhere, wrongElsewhere] = [0, 0];
  for (let at = 0; at < margins.length; at++) {
    if (fixed[at] !== 1) continue;
    const isWrong = margins[at] === 0 ? 1 : 0;
    const finder = finderAt(at % modules, Math.floor(at / modules), modules);
    if (finder >= 0) finders[finder] = (finders[finder] ?? 0) + isWrong;
    else {
      elsewhere += 1;
      wrongElsewhere += isWrong;
    }
  }
  const grades = finders.map((wrong) => atMost(wrong, FINDER_WRONG));
  const wrong = finders.reduce((sum, count) => sum + count, wrongElsewhere);
  const all = 3 * FINDER_MODULES ** 2 + elsewhere;
  return {
    value: wrong / all,
    grade: worst([...grades, atMost(wrongElsewhere / elsewhere, ELSEWHERE_WRONG)]),
  };
}

function finderAt(column: number, row: number, modules: number): number {
  const [left, top] = [column < FINDER_MODULES, row < FINDER_MODULES];
  if (left && top) return 0;
  if (top && column >= modules - FINDER_MODULES) return 1;
  return left && row >= modules - FINDER_MODULES ? 2 : -1;
}
