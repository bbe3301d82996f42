import { actionFor, beginsSequence } from './actions.ts';
import { typedAhead } from './type-ahead.ts';

const sequenceMs = 1_200;
const storageKey = 'stoa.single-keys';
const ownKeys = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const writing = 'input, textarea, select, [contenteditable="true"]';

/** Keys without a modifier can be turned off: for speech input a stray word would press them (WCAG 2.1.4). */
export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}
export function setSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
  } catch {
    // Storage may be forbidden; the keys then stay as they are.
  }
}

/** `mod+k`, `?`, `j`: a stroke as actions write it. */
export function strokeOf(event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey'>): string {
  const mod = event.metaKey || event.ctrlKey ? 'mod+' : '';
  const alt = event.altKey ? 'alt+' : '';
  return mod + alt + event.key.toLowerCase();
}

/** One listener for all actions. Answers how to stop listening. */
export function listenForKeys(): () => void {
  let begun = '';
  let beganAt = 0;

  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const stroke = strokeOf(event);
    const modified = stroke.startsWith('mod+');
    if (!modified && !isElsewhere(event.target) && typedAhead(event)) return;
    if (!modified && (!singleKeysOn() || isElsewhere(event.target))) return;
    // In a text, mod+z is the text's own.
    if (stroke === 'mod+z' && event.target instanceof Element && event.target.closest(writing)) return;

    const sequence = begun && event.timeStamp - beganAt < sequenceMs ? `${begun} ${stroke}` : '';
    const action = (sequence && actionFor(sequence)) || actionFor(stroke);
    begun = '';
    if (action) {
      event.preventDefault();
      action.run();
    } else if (beginsSequence(stroke)) {
      begun = stroke;
      beganAt = event.timeStamp;
    }
  };

  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

/** Where keys mean letters, or where an open list or dialog has its own. */
const isElsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(`${writing}, ${ownKeys}`) !== null;
