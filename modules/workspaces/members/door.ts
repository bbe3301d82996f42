import { LRUCache } from 'lru-cache';
import type { Clock } from '../../../kit/clock.ts';
import type { MemberActor } from '../../../kit/ctx.ts';
import type { Database } from '../../../kit/db/database.ts';
import type { Credentials, Doorkeeper } from '../../../kit/http/doorkeeper.ts';
import type { UserId, WorkspaceId } from '../../../kit/ids.ts';
import { findLiveSession, hashOf } from '../../identity/index.ts';
import { findMemberOf } from './members.sql.ts';

interface Session {
  readonly userId: UserId;
  readonly expiresAt: Date;
  readonly isAdministrator: boolean;
}

const remembered = { max: 20_000, ttl: 10_000 } as const;
const doorsChannel = 'stoa_doors';

/**
 * Asked on every request, so the answers are remembered. The database says on `stoa_doors` when a session ended or
 * a member's place changed, in the transaction that did it, and every process forgets at once. Should that message
 * be lost with its connection, a memory is ten seconds old at the most.
 */
export async function openDoor(db: Database, clock: Clock): Promise<Doorkeeper & { close(): Promise<void> }> {
  const sessions = new LRUCache<string, Session>(remembered);
  const members = new LRUCache<string, MemberActor>(remembered);
  // What was read before something changed must not be remembered after it.
  let changes = 0;

  const forget = (who: string) => {
    changes += 1;
    sessions.delete(who);
    for (const key of members.keys()) if (key.startsWith(who)) members.delete(key);
  };
  const forgetAll = () => {
    changes += 1;
    sessions.clear();
    members.clear();
  };
  const unlisten = await db.listen(doorsChannel, forget, forgetAll);

  async function person({ sessionToken }: Credentials) {
    if (!sessionToken) return undefined;
    const tokenHash = hashOf(sessionToken);
    const key = tokenHash.toString('hex');
    const now = clock.now();
    const known = sessions.get(key);
    if (known) return known.expiresAt > now ? known : undefined;

    const seen = changes;
    const session = await findLiveSession(db.reader({ kind: 'installation' }), tokenHash, now);
    if (session && seen === changes) sessions.set(key, session);
    return session;
  }

  async function member(credentials: Credentials, workspaceId: WorkspaceId) {
    const who = await person(credentials);
    if (!who) return undefined;
    const key = `${who.userId} ${workspaceId}`;
    const known = members.get(key);
    if (known) return known;

    const seen = changes;
    const found = await findMemberOf(db.reader({ kind: 'workspace', workspaceId }), who.userId);
    if (!found) return undefined;
    const actor: MemberActor = { kind: 'member', userId: who.userId, memberId: found.id, role: found.role };
    if (seen === changes) members.set(key, actor);
    return actor;
  }

  return { person, member, close: unlisten };
}
