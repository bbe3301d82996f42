import type { Samples } from '../../../kit/http/sample.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import type { Walk } from '../walk.ts';
import { defaultSettings, type GivenSettings } from './contract.ts';
import { putSettings } from './settings.ts';

/** Sets the machine up, and what is named otherwise than usual. */
export const settled = (
  { ground, workspaceId }: { readonly ground: Ground; readonly workspaceId: WorkspaceId },
  given: Partial<GivenSettings> = {},
) =>
  workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    putSettings(ctx, { ...defaultSettings, ...given }),
  );

/** A good input for every route of this part. */
export const settingsSamples: Samples<Walk> = {
  'GET /w/:workspaceId/autopilot/settings': async () => ({}),
  'PUT /w/:workspaceId/autopilot/settings': async () => ({
    body: { tone: 'calm', flaggedKeywords: ['lawsuit'], documentLanguages: ['en', 'de'] },
  }),
};
