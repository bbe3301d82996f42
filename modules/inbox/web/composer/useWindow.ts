import { useEffect, useState } from 'react';
import { type Conversation, type WindowState, windowAt, windowOf } from '../../contract.ts';

const lookAgainMs = 15_000;

export interface OpenWindow {
  readonly state: WindowState;
  readonly hasTemplates: boolean;
  readonly lengthMax: number;
  readonly bytesMax: number | undefined;
  /** Words of one's own are taken now. */
  readonly mayWrite: boolean;
  readonly leftMs: number | undefined;
}

/** What the platform takes now, by the same rule as the server's; it closes while one looks. */
export function useWindow({ channel: { platform }, channelState, lastInboundAt }: Conversation): OpenWindow {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), lookAgainMs);
    return () => clearInterval(timer);
  }, []);
  const state = windowAt(platform, lastInboundAt, now);
  const { hasTemplates, lengthMax, bytesMax } = windowOf(platform);
  const isGone = channelState === 'gone';
  const until = 'until' in state && !isGone ? state.until : undefined;
  return {
    state,
    hasTemplates: hasTemplates && !isGone,
    lengthMax,
    bytesMax,
    mayWrite: !isGone && (state.state === 'open' || state.state === 'human_only'),
    leftMs: until && until.getTime() - now.getTime(),
  };
}
