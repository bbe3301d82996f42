import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { inbox } from '../../inbox/index.ts';
import { knowledge } from '../../knowledge/index.ts';
import { publishing } from '../../publishing/index.ts';
import { workspaces } from '../../workspaces/index.ts';

/** Below this module, lowest first. */
export const modulesBelow = [identity, workspaces, connections, knowledge, publishing, inbox];
