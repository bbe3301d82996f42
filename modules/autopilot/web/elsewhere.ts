/**
 * What the autopilot shows on the screens of others, each fetched when it is needed. How it is fetched, and not the
 * part itself: whoever names it here carries none of it.
 */
export const fetchAutopilotInThread = () => import('./queue/InThread.tsx');
export const fetchMemories = () => import('./memories/Memories.tsx');
export const fetchConversationCosts = () => import('./costs/ConversationCosts.tsx');
export const fetchMachineSessions = () => import('./sessions/Sessions.tsx');
