import type { Wire } from '../../../providers/wire.ts';

/** The same way out, broken off together with the job that goes it. */
export const wireUntil = (wire: Wire, signal: AbortSignal): Wire => ({
  ...wire,
  send: (call) => wire.send({ ...call, signal }),
});
