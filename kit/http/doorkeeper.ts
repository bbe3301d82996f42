import type { Client, KeyActor, MemberActor } from '../ctx.ts';
import type { UserId, WorkspaceId } from '../ids.ts';

/** What a request shows at the door. */
export interface Credentials {
  /** The session cookie, as it came. */
  readonly sessionToken: string | undefined;
  /** `Authorization: Bearer ...`, as it came. */
  readonly bearer: string | undefined;
  /** From where: for the list of one's sessions. Decides nothing. */
  readonly client?: Client;
}

/**
 * Answers who somebody is and what they are in a workspace. The modules that know people provide it; the HTTP
 * server only asks. Both questions are asked on every request, so both must be cheap and must still be right a
 * moment after somebody was signed out or removed.
 */
export interface Doorkeeper {
  /** Never anybody for a key: it stands for no person outside its workspace. */
  person(credentials: Credentials): Promise<Visitor | undefined>;
  /** Undefined both for a workspace that does not exist and for one they have no place in. */
  member(credentials: Credentials, workspaceId: WorkspaceId): Promise<MemberActor | KeyActor | undefined>;
  /** Calls back whenever an answer may have become another. Answers how to stop. */
  onChange?(look: () => void): () => void;
}

export interface Visitor {
  readonly userId: UserId;
  /** Looks after the installation. */
  readonly isAdministrator?: boolean;
}
