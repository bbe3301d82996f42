import type { KeyboardEvent } from 'react';
import type { Action } from '../../../../web/kit/actions.ts';

const pane = () => document.querySelector('[data-search]');
const foundIn = () => [...(pane()?.querySelectorAll<HTMLElement>('[data-found]') ?? [])];

/** From one thing that was found to the next; from elsewhere to the first. */
function step(by: 1 | -1): void {
  const found = foundIn();
  const at = found.indexOf(document.activeElement as HTMLElement);
  found[at < 0 ? 0 : Math.max(0, Math.min(at + by, found.length - 1))]?.focus();
}

export function byArrows(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  step(event.key === 'ArrowDown' ? 1 : -1);
}

/** Not of the words before, which stand there until others are found. */
export function openFirst(): void {
  if (!pane()?.querySelector('[aria-busy="true"]')) foundIn()[0]?.click();
}

const group = 'In the list';
export const movingKeys: readonly Action[] = [
  {
    ...{ id: 'inbox.next-found', title: 'Next that was found', group, keys: 'j' },
    ...{ keysOnly: true, run: () => step(1) },
  },
  {
    ...{ id: 'inbox.previous-found', title: 'Previous that was found', group, keys: 'k' },
    ...{ keysOnly: true, run: () => step(-1) },
  },
];
