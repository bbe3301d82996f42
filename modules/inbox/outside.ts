import type { ConnectionsOutside } from '../connections/index.ts';

/** What the inbox asks of the world: what connections do, since it speaks through them. */
export interface InboxOutside extends ConnectionsOutside {}
