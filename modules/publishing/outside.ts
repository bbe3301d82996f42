import type { ConnectionsOutside } from '../connections/index.ts';

/** What publishing asks of the world: what connections do, since posts are on the platforms. */
export interface PublishingOutside extends ConnectionsOutside {}
