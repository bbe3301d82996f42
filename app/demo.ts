import { newId, UserId, WorkspaceId } from '../kit/ids.ts';
import type { Vault } from '../kit/vault.ts';
import { type Ground, openCtxOf, workIn } from '../kit/work.ts';
import { ProviderId } from '../modules/identity/contract.ts';
import { addPerson, appointFirst, seedDemoProvider } from '../modules/identity/index.ts';
import { LocationId } from '../modules/workspaces/contract.ts';
import { addMember, addWorkspace, putLocation } from '../modules/workspaces/index.ts';
import { openDemoShop } from './demo-shop.ts';

/**
 * The same on every machine, and printed at every start: it opens nothing but demo data, and the installation for as
 * long as nobody else looks after that.
 */
export const demoLogin = { email: 'demo@stoa.local', password: 'walk-with-me' } as const;

/** Ids are fixed, so that a seed that was interrupted is carried on instead of made twice. */
export const demoWorkspaceId = WorkspaceId.parse('0192f000-0000-7000-8000-000000000001');

/** One login per role, so that a look at what a viewer sees is one sign-in away. */
export const demoPeople = [
  { ...demoLogin, id: '0192f000-0000-7000-8000-000000000011', name: 'Demo Owner', role: 'owner' },
  {
    ...demoLogin,
    id: '0192f000-0000-7000-8000-000000000012',
    email: 'manager@stoa.local',
    name: 'Demo Manager',
    role: 'manager',
  },
  {
    ...demoLogin,
    id: '0192f000-0000-7000-8000-000000000013',
    email: 'viewer@stoa.local',
    name: 'Demo Viewer',
    role: 'viewer',
  },
] as const;

const locations = [
  { name: 'Atelier Lisbon', timezone: 'Europe/Lisbon' },
  { name: 'Harbour shop', timezone: 'Europe/Athens' },
  { name: 'New York showroom', timezone: 'America/New_York' },
  { name: 'Studio Kyoto', timezone: 'Asia/Tokyo' },
];

export interface Surroundings {
  /**
   * The installation is this machine's alone, so that the demo's owner may look after it: their password is known to
   * everybody.
   */
  readonly isOwn?: boolean;
  /** Where the sandbox answers, and what its client's secret is sealed with. */
  readonly signOn?: { readonly sandboxUrl: string; readonly vault: Vault };
}

const system = { actor: { kind: 'system' } } as const;
const providerId = ProviderId.parse('0192f000-0000-7000-8000-000000000021');

/** Makes the demo workspace where there is none. Safe to run at every start, also by several processes at once. */
export async function seedDemo(ground: Ground, surroundings: Surroundings = {}): Promise<void> {
  for (const person of demoPeople) {
    await ground.db.transaction({ kind: 'installation' }, (tx) =>
      addPerson(openCtxOf(ground, tx, system), { ...person, id: UserId.parse(person.id), isDemo: true }),
    );
  }
  await seedInstallation(ground, surroundings);
  // People first, in transactions of their own; the workspace and all that is in it then come together or not at all.
  await workIn(ground, demoWorkspaceId, system, async (ctx) => {
    const [owner, ...others] = demoPeople;
    const made = await addWorkspace(ctx, {
      id: demoWorkspaceId,
      name: 'Stoa demo',
      ownerId: UserId.parse(owner.id),
      isDemo: true,
    });
    if (!made) return;
    for (const { id, role } of others) {
      await addMember(ctx, { workspaceId: demoWorkspaceId, userId: UserId.parse(id), role });
    }
    for (const location of locations) {
      await putLocation(ctx, { locationId: newId(LocationId, ctx.now.getTime()), ...location });
    }
    await openDemoShop(ctx);
  });
}

async function seedInstallation(ground: Ground, { isOwn = false, signOn }: Surroundings): Promise<void> {
  await ground.db.transaction({ kind: 'installation' }, async (tx) => {
    const ctx = openCtxOf(ground, tx, system);
    if (isOwn) await appointFirst(ctx, UserId.parse(demoPeople[0].id));
    if (!signOn) return;
    // Both are written in the sandbox for everybody to read.
    const client = { clientId: 'stoa', clientSecret: 'a-secret-of-the-sandbox' };
    await seedDemoProvider(ctx, signOn, { id: providerId, issuer: `${signOn.sandboxUrl}/oidc`, ...client });
  });
}
