import type { LiveReads } from '../../../web/screen.ts';

/*
 * Names and addresses as they are written in the contract, which a test holds them to: with the contract itself, every
 * shape of the inbox would be fetched with the first screen.
 */

/** The reads of the one conversation an event is about: another that is open stays as it is. */
const inIt = (path: string, payload: unknown) => {
  const { conversationId } = payload as { conversationId: string };
  return [path, { params: { conversationId } }];
};
const message = (payload: unknown) => [
  ['/w/:workspaceId/inbox/conversations'],
  ['/w/:workspaceId/inbox/counts'],
  ['/w/:workspaceId/inbox/views/counts'],
  inIt('/w/:workspaceId/inbox/conversations/:conversationId', payload),
  inIt('/w/:workspaceId/inbox/conversations/:conversationId/messages', payload),
];
const conversation = (payload: unknown) => [
  ['/w/:workspaceId/inbox/conversations'],
  ['/w/:workspaceId/inbox/counts'],
  ['/w/:workspaceId/inbox/views/counts'],
  inIt('/w/:workspaceId/inbox/conversations/:conversationId', payload),
];

const contact = (payload: unknown) => {
  const { contactId } = payload as { contactId: string };
  const ofThem = [
    '/w/:workspaceId/inbox/contacts/:contactId',
    '/w/:workspaceId/inbox/contacts/:contactId/notes',
    '/w/:workspaceId/inbox/contacts/:contactId/consents',
    '/w/:workspaceId/inbox/contacts/:contactId/merges',
  ];
  return [
    ...[['/w/:workspaceId/inbox/contacts'], ...ofThem.map((path) => [path, { params: { contactId } }])],
    // They are called as they are known, wherever they wrote.
    ...[['/w/:workspaceId/inbox/conversations'], ['/w/:workspaceId/inbox/conversations/:conversationId']],
  ];
};

const comment = [
  ['/w/:workspaceId/inbox/comments'],
  // Whichever comment of it is in the address.
  ['/w/:workspaceId/inbox/comments/:commentId/thread'],
];

/** What it is called and whether it can be written to stands beside everything that came by it. */
const channel = [
  ['/w/:workspaceId/inbox/channels'],
  ['/w/:workspaceId/inbox/conversations'],
  ['/w/:workspaceId/inbox/conversations/:conversationId'],
  ['/w/:workspaceId/inbox/counts'],
  ['/w/:workspaceId/inbox/views/counts'],
  ...comment,
];

/** What goes stale when something happens. */
export default {
  'inbox.comment_received': comment,
  'inbox.comment_changed': comment,
  // Its picture and its caption come a moment after the first comment under it.
  'publishing.post_changed': comment,
  'inbox.figures_counted': [['/w/:workspaceId/inbox/figures']],
  'inbox.channel_changed': channel,
  'inbox.mailbox_changed': [
    ['/w/:workspaceId/inbox/mailboxes'],
    ['/w/:workspaceId/inbox/mailboxes/:mailboxId'],
    ...channel,
  ],
  'inbox.message_received': message,
  'inbox.message_sent': message,
  'inbox.message_changed': message,
  'inbox.conversation_changed': conversation,
  'inbox.conversation_read': conversation,
  'inbox.member_mentioned': conversation,
  'inbox.contact_changed': contact,
  'inbox.tag_changed': [
    ...[
      ['/w/:workspaceId/inbox/tags'],
      ['/w/:workspaceId/inbox/contacts'],
      ['/w/:workspaceId/inbox/contacts/:contactId'],
    ],
    ...[['/w/:workspaceId/inbox/conversations'], ['/w/:workspaceId/inbox/conversations/:conversationId']],
    ...comment,
  ],
  'inbox.saved_reply_changed': [['/w/:workspaceId/inbox/saved-replies']],
  'inbox.view_changed': [
    ['/w/:workspaceId/inbox/views'],
    ['/w/:workspaceId/inbox/views/counts'],
    ['/w/:workspaceId/inbox/figures'],
  ],
  'inbox.bulk_moved': (payload) => [
    ['/w/:workspaceId/inbox/bulk/:bulkId', { params: { bulkId: (payload as { bulkId: string }).bulkId } }],
  ],
  'inbox.presence_changed': (payload) => [
    inIt('/w/:workspaceId/inbox/conversations/:conversationId/presence', payload),
  ],
} satisfies LiveReads;
