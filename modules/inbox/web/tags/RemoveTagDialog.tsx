import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { AlertDialog } from '../../../../web/kit/Dialog.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  deleteTag,
  getContact,
  getTag,
  listContacts,
  listTags,
  type Tag,
  tagUsesCountedMax,
} from '../../contract.ts';
import { count } from '../words.ts';

/** What has it loses it, and nobody could put it back on all of that: so it is asked first, and said how much it is. */
export default function RemoveTagDialog({ tag, onClose }: { tag: Tag; onClose: () => void }) {
  const params = { workspaceId: useHere().workspace.id, tagId: tag.id };
  const { data } = useQuery(q(getTag, { params }));
  const { send, isPending } = useSend(deleteTag, {
    stale: [[listTags.path], [listContacts.path], [getContact.path]],
    failureTitle: `${tag.name} was not removed`,
    onReply: () => {
      onClose();
      toast({ title: `${tag.name} is removed` });
    },
  });
  const uses =
    data &&
    [
      `It is on ${some(data.conversationsCount, 'conversation')}, ${some(data.commentsCount, 'comment')}`,
      ` and ${some(data.contactsCount, 'contact')}. `,
    ].join('');
  return (
    <AlertDialog
      open
      title={`Remove ${tag.name}?`}
      body={`${uses ?? ''}It is taken off everything it is on, and this cannot be undone.`}
      confirm="Remove tag"
      busy={isPending}
      onConfirm={() => send({ params })}
      onCancel={onClose}
    />
  );
}

const some = (number: number, what: string) =>
  number >= tagUsesCountedMax ? `more than ${count(number, what)}` : count(number, what);
