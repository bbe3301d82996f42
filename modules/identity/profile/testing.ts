import type { Samples } from '../../../kit/http/sample.ts';
import { newId, uuidv7 } from '../../../kit/ids.ts';
import type { Walk } from '../walk.ts';
import { ExportId } from './contract.ts';
import { holdProfile, writeProfile } from './profiles.sql.ts';

/** One grey point, which is a picture like any other. */
const point = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

export const newUsername = () => `ada-${uuidv7().slice(-12)}`;

async function named({ ground, ownerId }: Walk): Promise<string> {
  const username = newUsername();
  await ground.db.transaction({ kind: 'installation' }, async (tx) => {
    const profile = await holdProfile(tx, ownerId);
    await writeProfile(tx, { ...profile!, username }, ground.clock.now());
  });
  return username;
}

/** A good input for every route of this part. */
export const profileSamples: Samples<Walk> = {
  'GET /me/profile': async () => ({}),
  'PATCH /me': async () => ({
    body: {
      name: 'Ada',
      username: newUsername(),
      phone: '+41 44 123 45 67',
      website: 'https://example.org',
      place: 'Zürich',
      organizationName: 'Harbour shop',
      industry: 'Fashion',
      locale: 'de-CH',
      timezone: 'Europe/Zurich',
      preferences: { theme: 'dark', notifications: { digest: 'weekly' } },
    },
  }),
  'POST /me/onboarding': async () => ({}),
  'PUT /me/avatar': async () => ({ upload: { type: 'image/png', bytes: point } }),
  'DELETE /me/avatar': async () => ({}),
  'GET /people/:username': async (w) => ({ params: { username: await named(w) } }),
  'GET /me/deletion': async () => ({}),
  'POST /me/deletion': async () => ({}),
  'DELETE /me/deletion': async () => ({}),
  'PUT /me/exports/:exportId': async () => ({ params: { exportId: newId(ExportId) } }),
  'GET /me/exports': async () => ({}),
};
