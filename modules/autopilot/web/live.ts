import type { LiveReads } from '../../../web/screen.ts';

/*
 * Names and addresses as they are written in the contract, which a test holds them to: with the contract itself, every
 * shape of the autopilot would be fetched with the first screen.
 */

const approvals = [
  ['/w/:workspaceId/autopilot/approvals'],
  ['/w/:workspaceId/autopilot/approvals/:approvalId'],
];
const decisions = [
  ['/w/:workspaceId/autopilot/decisions'],
  ['/w/:workspaceId/autopilot/decisions/:decisionId'],
  ['/w/:workspaceId/autopilot/decision-stats'],
  ['/w/:workspaceId/autopilot/thread-costs'],
];
const escalations = [
  ['/w/:workspaceId/autopilot/escalations'],
  ['/w/:workspaceId/autopilot/escalations/:escalationId'],
];

/** Of one of them, where the event says which: what stands elsewhere on the screen is not asked for again. */
const within = (path: string, params: Record<string, unknown>) => [path, { params }];
const sessions = (payload: unknown) => {
  const { sessionId, conversationId } = payload as { sessionId: string; conversationId: string | null };
  return [
    within('/w/:workspaceId/autopilot/sessions/:sessionId/turns', { sessionId }),
    ['/w/:workspaceId/autopilot/contacts/:contactId/sessions'],
    ['/w/:workspaceId/autopilot/interactions'],
    ...(conversationId
      ? [within('/w/:workspaceId/autopilot/conversations/:conversationId/sessions', { conversationId })]
      : []),
  ];
};
const memories = (payload: unknown) => {
  const { contactId } = payload as { contactId: string };
  return [within('/w/:workspaceId/autopilot/contacts/:contactId/memories', { contactId })];
};
const readings = (payload: unknown) => {
  const { conversationId } = payload as { conversationId: string | null };
  return conversationId
    ? [within('/w/:workspaceId/autopilot/conversations/:conversationId/readings', { conversationId })]
    : [];
};
const evaluations = [
  ['/w/:workspaceId/autopilot/evaluation-sets'],
  ['/w/:workspaceId/autopilot/evaluation-runs'],
  ['/w/:workspaceId/autopilot/evaluation-runs/:runId'],
  ['/w/:workspaceId/autopilot/evaluation-runs/:runId/results'],
  ['/w/:workspaceId/autopilot/evaluation-runs/:runId/kinds'],
];

/** Which reads of ours become stale by which event. */
export default {
  // What was let out stands in its decision as well.
  'autopilot.approval_changed': [...approvals, ...decisions],
  'autopilot.decision_made': decisions,
  'autopilot.escalation_raised': escalations,
  'autopilot.escalation_changed': escalations,
  'autopilot.session_changed': sessions,
  'autopilot.memories_changed': memories,
  // What is read out of a comment stands in the comment, and is told by the inbox.
  'autopilot.words_read': readings,
  'autopilot.persona_changed': [
    ['/w/:workspaceId/autopilot/personas'],
    ['/w/:workspaceId/autopilot/personas/:personaId'],
  ],
  'autopilot.settings_changed': [['/w/:workspaceId/autopilot/settings']],
  'autopilot.evaluation_changed': evaluations,
} satisfies LiveReads;
