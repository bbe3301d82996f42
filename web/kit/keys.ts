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
    if (event.defaultPrevented || event.isComposing) return;
    if (event.repeat) return goOn(event);
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

/** A key that is held down does again what moves by a step, and nothing else: what is closed twice was meant once. */
function goOn(event: KeyboardEvent): void {
  const stroke = strokeOf(event);
  if (stroke.startsWith('mod+') || !singleKeysOn() || isElsewhere(event.target)) return;
  const action = actionFor(stroke);
  if (!action?.repeats) return;
  event.preventDefault();
  action.run();
}

/** Where keys mean letters, or where an open list or dialog has its own. */
const isElsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(`${writing}, ${ownKeys}`) !== null;
