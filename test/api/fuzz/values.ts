import fc from 'fast-check';
import type { Document, Schema } from './document.js';

/** Numbers of one request, the same for the same seed. */
export interface Chance {
  share(): number;
  below(count: number): number;
  pick<Item>(items: readonly Item[]): Item;
  oneIn(count: number): boolean;
}

export function chanceOf(random: () => number): Chance {
  const below = (count: number) => Math.floor(random() * count);
  return {
    ...{ share: random, below },
    oneIn: (count) => below(count) === 0,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined && items.length === 0) throw new Error('pick: nothing to pick from');
      return item as (typeof items)[number];
    },
  };
}

const FORMATS: Readonly<Record<string, readonly string[]>> = {
  uuid: ['7d444840-9dc0-41d1-b245-5ffdce74fad2'],
  date: ['2026-11-20', '2026-02-28', '1970-01-01'],
  'date-time': ['2026-11-20T08:00:00+08:00', '2199-12-31T23:59:59Z', '1900-01-01T00:00:00Z'],
  email: ['li@example.com'],
  uri: ['https://web.push.apple.com/x'],
};

/** Something that a schema of the document describes, as far as the document tells. */
export function describedBy(chance: Chance, document: Document, given: Schema, depth = 0): unknown {
  const schema = document.resolve(given);
  const one = schema.anyOf ?? schema.oneOf;
  if (one) return describedBy(chance, document, chance.pick(one), depth);
  if (schema.enum) return chance.pick(schema.enum);
  if (schema.example !== undefined && chance.oneIn(2)) return schema.example;
  const types = [schema.type ?? 'object'].flat();
  switch (chance.pick(types)) {
    case 'null':
      return null;
    case 'boolean':
      return chance.oneIn(2);
    case 'integer':
    case 'number':
      return numberOf(chance, schema);
    case 'array':
      return depth > 5
        ? []
        : Array.from({ length: (schema.minItems ?? 0) + chance.below(3) }, () =>
            describedBy(chance, document, schema.items ?? {}, depth + 1),
          );
    case 'string':
      return textOf(chance, schema);
    default:
      return objectOf(chance, document, schema, depth);
  }
}

function numberOf(chance: Chance, { minimum = 0, maximum = 1_000_000 }: Schema): number {
  return chance.pick([minimum, maximum, Math.min(maximum, minimum + chance.below(100))]);
}

function textOf(chance: Chance, { format, pattern, minLength = 0, maxLength = 40 }: Schema): string {
  const known = FORMATS[format ?? ''];
  if (known) return chance.pick(known);
  if (pattern !== undefined) return matching(chance, pattern);
  const length = chance.pick([minLength, maxLength, Math.min(maxLength, minLength + 3)]);
  return '茶'.repeat(Math.max(1, length));
}

function matching(chance: Chance, pattern: string): string {
  const arbitrary = fc.stringMatching(new RegExp(pattern.replace(/\(\?![^)]*\)/, '').replace(/\/i$/, '')));
  return fc.sample(arbitrary, { seed: chance.below(2 ** 31), numRuns: 1 })[0] ?? '';
}

function objectOf(chance: Chance, document: Document, schema: Schema, depth: number): object {
  const { properties = {}, required = [], additionalProperties } = schema;
  const names = Object.keys(properties).filter(
    (name) => required.includes(name) || (depth < 5 && chance.oneIn(2)),
  );
  const made: Record<string, unknown> = Object.fromEntries(
    names.map((name) => [name, describedBy(chance, document, properties[name] ?? {}, depth + 1)]),
  );
  if (typeof additionalProperties === 'object')
    made.extra = describedBy(chance, document, additionalProperties, depth + 1);
  return made;
}
