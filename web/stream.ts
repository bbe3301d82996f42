export type StreamState = 'connecting' | 'live' | 'offline';
export interface StreamEvent {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
}

export function openStream(spec: {
  url: string;
  onEvent: (event: StreamEvent) => void;
  onState: (state: StreamState) => void;
}) {
  const source = new EventSource(spec.url);
  spec.onState('connecting');
  source.onopen = () => spec.onState('live');
  source.onerror = () => spec.onState(source.readyState === EventSource.CLOSED ? 'offline' : 'connecting');
  source.onmessage = (message) => spec.onEvent({ id: message.lastEventId, ...JSON.parse(message.data) });
  return { close: () => source.close() };
}
