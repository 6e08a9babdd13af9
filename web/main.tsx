import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import './app.css';
import { openWords } from './words.js';

const place = document.getElementById('root');
if (!place) throw new Error('the page has no root');
await openWords();
createRoot(place).render(<App />);
