/** How long a field may take to come: after it, keys are keys again. */
const waitMs = 5_000;

interface Ahead {
  text: string;
  readonly until: number;
}
let ahead: Ahead | undefined;

/** From now on letters are meant for a field that is on its way: as keys they would do what nobody asked for. */
export function beginTypeAhead(): void {
  ahead = { text: '', until: performance.now() + waitMs };
}

/** The same for a field that is nearly there, whoever has wished for it: what was typed already is kept. */
export function goOnTypingAhead(): void {
  if (!ahead || performance.now() > ahead.until) beginTypeAhead();
}

/** The field is there, or is not to come: answers what was typed for it. */
export function endTypeAhead(): string {
  const text = ahead?.text ?? '';
  ahead = undefined;
  return text;
}

/** Whether this stroke was meant for the field. Escape takes the wish back. */
export function typedAhead(event: Pick<KeyboardEvent, 'key' | 'preventDefault'>): boolean {
  if (!ahead) return false;
  if (performance.now() > ahead.until || event.key === 'Escape') ahead = undefined;
  else if (event.key === 'Backspace') ahead.text = ahead.text.slice(0, -1);
  else if (event.key.length === 1) ahead.text += event.key;
  else return false;
  if (ahead) event.preventDefault();
  return ahead !== undefined || event.key === 'Escape';
}
