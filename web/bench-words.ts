import { bench as en } from './words/en/bench.js';
import { bench as zh } from './words/zh/bench.js';
import { addWords } from './words.js';

/** Words of the technician's screens: they come with these screens, so that nobody else loads them first. */
addWords({ zh, en });
