export interface SseMessage {
  /** `message` unless the server named it. */
  readonly name: string;
  readonly data: string;
}

/**
 * Reads server-sent events from text as it arrives, cut anywhere. `onId` hears of every id, also of one that comes
 * without a message: the place moves on though nothing was said.
 */
export function readSse(
  onMessage: (message: SseMessage) => void,
  onId: (id: string) => void,
): (text: string) => void {
  let rest = '';
  let name = '';
  let data: string[] = [];
  let id: string | undefined;

  const dispatch = () => {
    if (id !== undefined) onId(id);
    if (data.length > 0) onMessage({ name: name || 'message', data: data.join('\n') });
    name = '';
    data = [];
    id = undefined;
  };

  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      if (line === '') dispatch();
      else if (line.startsWith('data: ')) data.push(line.slice(6));
      else if (line.startsWith('id: ')) id = line.slice(4);
      else if (line.startsWith('event: ')) name = line.slice(7);
    }
  };
}
