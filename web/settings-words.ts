import { words as en } from './words/en-settings.js';
import { words as zh } from './words/zh-settings.js';
import { addWords } from './words.js';

/** Words of the settings: they come with these screens, so that nobody else loads them first. */
addWords({ zh, en });
