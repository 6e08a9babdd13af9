import type { Answer } from '../client.js';

export type ViewList = 'orders' | 'reviews' | 'cases' | 'waiting';
export type View = Answer<'listViews'>['items'][number];
/** A filter as the address carries it. */
export type Query = Record<string, string>;
