export type { Walk } from '../workspaces/testing.ts';
