import type { MemberActor } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import type { LocationRole } from '../../workspaces/contract.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace } from '../../workspaces/testing.ts';
import { inbox } from '../index.ts';
import { conversationWithWords } from '../messages/testing.ts';
import type { Walk } from '../walk.ts';

interface AtPlace {
  readonly locationId: string;
  readonly role: LocationRole;
  readonly withdrawn?: readonly string[];
}

/** A workspace with all that the inbox asks for, and people in it who may here and not there. */
export async function inboxWorkspace() {
  const w = await newWorkspace([identity, workspaces, connections, inbox]);
  /** Somebody with a role everywhere or, with null, at some places only. */
  const memberAt = async (
    role: 'member' | 'viewer' | null,
    places: readonly AtPlace[],
    withdrawn: readonly string[] = [],
  ): Promise<MemberActor> => {
    const actor = await w.member(role ?? 'viewer');
    const locations = places.map((one) => ({ withdrawn: [], ...one, extra: [] }));
    await w.system.work(async ({ tx, now }) => {
      await tx.run(sql`
        update workspaces.members set role = ${role}, withdrawn_permissions = ${withdrawn}, updated_at = ${now}
         where workspace_id = ${w.workspaceId} and id = ${actor.memberId}`);
      for (const one of locations)
        await tx.run(sql`
          insert into workspaces.location_roles (workspace_id, member_id, location_id, role, withdrawn_permissions,
                                                 created_at, updated_at)
          values (${w.workspaceId}, ${actor.memberId}, ${one.locationId}, ${one.role}, ${one.withdrawn}, ${now}, ${now})`);
    });
    return { ...actor, role, access: { role, extra: [], withdrawn, locations } };
  };
  return { ...w, memberAt, outside: await testOutside() };
}
export type InboxWorkspace = Awaited<ReturnType<typeof inboxWorkspace>>;

const atConversation = async (w: Walk) => {
  const { conversationId } = await conversationWithWords(w);
  return { params: { conversationId } };
};

/** A good input for every route of this part. */
export const conversationsSamples: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/conversations': async (w) => {
    await conversationWithWords(w);
    return { query: { status: 'open', platform: 'instagram', unread: 'true' } };
  },
  'GET /w/:workspaceId/inbox/conversations/:conversationId': atConversation,
};
