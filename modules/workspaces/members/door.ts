import type { Clock } from '../../../kit/clock.ts';
import type { KeyActor, MemberActor } from '../../../kit/ctx.ts';
import type { Database } from '../../../kit/db/database.ts';
import type { Credentials, Doorkeeper, Visitor } from '../../../kit/http/doorkeeper.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { colleagues, hashOf, liveSession } from '../../identity/index.ts';
import { findLiveKey, findVisitor, findVisitorAtWork, type Place } from './door.sql.ts';
import { type Memory, openMemory } from './memory.ts';
import { openUses, type Uses } from './uses.ts';

export interface Door extends Doorkeeper {
  onChange(look: () => void): () => void;
  close(): Promise<void>;
}

interface Session extends Visitor {
  readonly expiresAt: Date;
  lastUsedAt: Date;
}
interface Key {
  readonly actor: KeyActor;
  readonly expiresAt: Date | null;
  lastUsedAt: Date | null;
}

const remembered = { max: 20_000, ttl: 10_000 } as const;
const doorsChannel = 'stoa_doors';
const usedEveryMs = 5 * 60_000;
const gatherUsesMs = 2_000;

/**
 * Asked on every request, so the answers are remembered, and what is not is read in one round trip. The database says
 * on `stoa_doors` whose session, place or key changed, in the transaction that did it, and every process forgets at
 * once. Should that message be lost with its connection, a memory is ten seconds old at the most.
 */
export async function openDoor(
  db: Database,
  clock: Clock,
  { gatherMs = gatherUsesMs }: { readonly gatherMs?: number } = {},
): Promise<Door> {
  const house: House = {
    db,
    clock,
    sessions: openMemory(remembered),
    members: openMemory(remembered),
    keys: openMemory(remembered),
    uses: openUses(db, gatherMs),
    changes: 0,
  };
  const memories = [house.sessions, house.members, house.keys];
  const { tell, onChange } = openWatch();
  const unlisten = await db.listen(
    doorsChannel,
    (who) => {
      house.changes += 1;
      for (const memory of memories) memory.forget(who);
      tell();
    },
    () => {
      house.changes += 1;
      for (const memory of memories) memory.forgetAll();
      tell();
    },
  );

  return {
    person: (credentials) => personAt(house, credentials),
    member: ({ bearer, ...credentials }, workspaceId) =>
      bearer === undefined ? memberAt(house, credentials, workspaceId) : keyAt(house, bearer, workspaceId),
    onChange,
    async close() {
      await unlisten();
      await house.uses.close();
    },
  };
}

interface House {
  readonly db: Database;
  readonly clock: Clock;
  readonly sessions: Memory<Session>;
  readonly members: Memory<MemberActor>;
  readonly keys: Memory<Key>;
  readonly uses: Uses;
  /** What was read before something changed must not be remembered after it. */
  changes: number;
}

/** Those who watch are told once of everything that changes together. */
function openWatch() {
  const watching = new Set<() => void>();
  let isSaidSoon = false;
  return {
    tell() {
      if (isSaidSoon) return;
      isSaidSoon = true;
      setImmediate(() => {
        isSaidSoon = false;
        for (const look of watching) look();
      });
    },
    onChange(look: () => void) {
      watching.add(look);
      return () => {
        watching.delete(look);
      };
    },
  };
}

/** A key stands for no person: only a session does. */
async function personAt(house: House, { sessionToken, client }: Credentials): Promise<Visitor | undefined> {
  if (!sessionToken) return undefined;
  const tokenHash = hashOf(sessionToken);
  const hash = tokenHash.toString('hex');
  const now = house.clock.now();
  const known = house.sessions.recall(hash);
  if (known) return stillGood(house, known, { tokenHash, now, client });

  const seen = house.changes;
  const found = await findVisitor(house.db.reader({ kind: 'installation' }), liveSession(tokenHash, now));
  if (!found) return undefined;
  if (seen === house.changes) house.sessions.keep(hash, found, [hash, found.userId]);
  return stillGood(house, found, { tokenHash, now, client });
}

async function memberAt(
  house: House,
  { sessionToken, client }: Omit<Credentials, 'bearer'>,
  workspaceId: WorkspaceId,
): Promise<MemberActor | undefined> {
  if (!sessionToken) return undefined;
  const tokenHash = hashOf(sessionToken);
  const hash = tokenHash.toString('hex');
  const now = house.clock.now();
  const nameOf = ({ userId }: Session) => `${userId} ${workspaceId}`;
  const known = house.sessions.recall(hash);
  const member = known && house.members.recall(nameOf(known));
  if (known && member) return stillGood(house, known, { tokenHash, now, client }) && member;

  const seen = house.changes;
  const reader = house.db.reader({ kind: 'workspace', workspaceId });
  const found = await findVisitorAtWork(reader, liveSession(tokenHash, now));
  if (!found) return undefined;
  const { place, ...session } = found;
  const actor = place ? actorOf(place) : undefined;
  if (seen === house.changes) {
    house.sessions.keep(hash, session, [hash, session.userId]);
    if (actor) house.members.keep(nameOf(session), actor, [session.userId, `workspace ${workspaceId}`]);
  }
  return stillGood(house, session, { tokenHash, now, client }) && actor;
}

async function keyAt(house: House, bearer: string, workspaceId: WorkspaceId): Promise<KeyActor | undefined> {
  const tokenHash = hashOf(bearer);
  const hash = tokenHash.toString('hex');
  const now = house.clock.now();
  const name = `${hash} ${workspaceId}`;
  const known = house.keys.recall(name);
  if (known) return stillOpen(house, known, workspaceId, now);

  const seen = house.changes;
  const found = await readKey(house.db, tokenHash, workspaceId, now);
  if (!found) return undefined;
  if (seen === house.changes)
    house.keys.keep(name, found, [hash, found.actor.maker.userId, `workspace ${workspaceId}`]);
  return stillOpen(house, found, workspaceId, now);
}

function stillOpen(house: House, key: Key, workspaceId: WorkspaceId, now: Date): KeyActor | undefined {
  if (key.expiresAt && key.expiresAt <= now) return undefined;
  if (isLongAgo(key.lastUsedAt, now)) {
    key.lastUsedAt = now;
    house.uses.ofKey(workspaceId, { keyId: key.actor.keyId, at: now });
  }
  return key.actor;
}

async function readKey(
  db: Database,
  tokenHash: Buffer,
  workspaceId: WorkspaceId,
  now: Date,
): Promise<Key | undefined> {
  const reader = db.reader({ kind: 'workspace', workspaceId });
  const found = await findLiveKey(reader, colleagues, tokenHash, now);
  if (!found) return undefined;
  const { id: keyId, permissions, maker, ...rest } = found;
  return { actor: { kind: 'key', keyId, permissions, maker: actorOf(maker) }, ...rest };
}

interface Showing {
  readonly tokenHash: Buffer;
  readonly now: Date;
  readonly client: Credentials['client'];
}

function stillGood(house: House, session: Session, { tokenHash, now, client }: Showing): Session | undefined {
  if (session.expiresAt <= now) return undefined;
  if (client && isLongAgo(session.lastUsedAt, now)) {
    session.lastUsedAt = now;
    house.uses.ofSession({ tokenHash, at: now, ...client });
  }
  return session;
}

const isLongAgo = (at: Date | null, now: Date) => !at || now.getTime() - at.getTime() >= usedEveryMs;

/** With what it may do beyond its role only where there is something: most have nothing, and all are remembered. */
export function actorOf({ memberId, userId, role, extra, withdrawn, locations }: Place): MemberActor {
  const actor = { kind: 'member', userId, memberId, role } as const;
  const isPlain = extra.length + withdrawn.length + locations.length === 0;
  return isPlain ? actor : { ...actor, access: { role, extra, withdrawn, locations } };
}
