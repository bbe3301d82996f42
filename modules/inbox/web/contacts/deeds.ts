import type { WorkspaceId } from '../../../../kit/ids.ts';
import { editOne, sendNow } from '../../../../web/kit/send.ts';
import {
  type Contact,
  type ContactId,
  deleteContactTag,
  getContact,
  listContacts,
  putContactTag,
  type TagId,
} from '../../contract.ts';

export interface At {
  readonly workspaceId: WorkspaceId;
  readonly contactId: ContactId;
}

/** What shows something of them. */
export const readsOf = ({ workspaceId, contactId }: At) => [
  [getContact.path, { params: { workspaceId, contactId } }],
  [listContacts.path],
];
/** On or off at once, and put right when the server says otherwise. */
export function toggleTag(at: At, contact: Contact, tagId: TagId): void {
  const isOn = contact.tagIds.includes(tagId);
  const without = (tagIds: readonly TagId[]) => tagIds.filter((id) => id !== tagId);
  const options = {
    changes: () => [
      editOne(getContact, [{ params: at }], (shown: Contact) => ({
        ...shown,
        tagIds: isOn ? without(shown.tagIds) : [...shown.tagIds, tagId],
      })),
    ],
    stale: readsOf(at),
    failureTitle: isOn ? 'The tag was not taken off' : 'The tag was not put on',
  };
  const params = { ...at, tagId };
  void sendNow(isOn ? deleteContactTag : putContactTag, { params }, options).catch(() => undefined);
}
