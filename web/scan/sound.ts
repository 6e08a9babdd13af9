/** Two tones upward for yes, one low buzz for no; made here, so that nothing is loaded for them. */

export type Tone = 'good' | 'bad';

const KEPT = 'oqr.scan.mute';

export const keptMute = (): boolean => localStorage.getItem(KEPT) === 'yes';
export const keepMute = (mute: boolean): void => localStorage.setItem(KEPT, mute ? 'yes' : 'no');

interface Note {
  hertz: number;
  afterSeconds: number;
  seconds: number;
  wave: OscillatorType;
}

const NOTES: Readonly<Record<Tone, readonly Note[]>> = {
  good: [
    { hertz: 880, afterSeconds: 0, seconds: 0.09, wave: 'sine' },
    { hertz: 1320, afterSeconds: 0.1, seconds: 0.14, wave: 'sine' },
  ],
  bad: [{ hertz: 190, afterSeconds: 0, seconds: 0.35, wave: 'square' }],
};
const SHAKE_MS: Readonly<Record<Tone, number[]>> = { good: [40], bad: [80, 60, 80] };

let context: AudioContext | undefined;

/** Sounds and shakes, where the device can and the browser lets it; silence is no failure. */
export function play(tone: Tone): void {
  if (keptMute()) return;
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(SHAKE_MS[tone]);
  context ??= typeof AudioContext === 'undefined' ? undefined : new AudioContext();
  if (!context) return;
  void context.resume().catch(() => undefined);
  for (const note of NOTES[tone]) sound(context, note);
}

function sound(to: AudioContext, { hertz, afterSeconds, seconds, wave }: Note): void {
  const oscillator = new OscillatorNode(to, { frequency: hertz, type: wave });
  const volume = new GainNode(to, { gain: 0.15 });
  const start = to.currentTime + afterSeconds;
  volume.gain.setValueAtTime(0.15, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + seconds);
  oscillator.connect(volume).connect(to.destination);
  oscillator.start(start);
  oscillator.stop(start + seconds);
}
