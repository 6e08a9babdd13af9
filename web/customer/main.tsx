import { createRoot } from 'react-dom/client';
import './customer.css';
import { Guide } from './guide.js';
import { Page } from './page.js';
import { Speech } from './speech.js';

const place = document.getElementById('root');
if (!place) throw new Error('the page has no root');
const isGuide = window.location.pathname.startsWith('/guide');
// Without one, as in many in-app browsers, everything but the offline copy works.
if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/q/sw.js').catch(() => undefined);
createRoot(place).render(<Speech>{isGuide ? <Guide /> : <Page />}</Speech>);
