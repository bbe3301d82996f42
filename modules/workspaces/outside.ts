import type { Outside } from '../../kit/outside.ts';

/** What workspaces ask of the world. */
export type WorkspacesOutside = Outside;
