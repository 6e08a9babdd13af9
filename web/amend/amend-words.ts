import { amend as en } from '../words/en/amend.js';
import { amend as zh } from '../words/zh/amend.js';
import { addWords } from '../words.js';

/** Words of an amendment: they come with the order's page, so that nobody else loads them first. */
addWords({ zh, en });
