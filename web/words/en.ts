import { screens } from './en/screens.js';
import { story } from './en/story.js';
import { trade } from './en/trade.js';

export const words = { ...trade, ...story, ...screens };
