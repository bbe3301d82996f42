import { useState } from 'react';
import { AlertDialog } from '../../../../../web/kit/Dialog.tsx';
import type { Comment } from '../../../comments/contract.ts';
import { channelLabels } from '../../words.ts';
import { useComments } from '../comments.ts';
import { remove } from '../deeds.ts';
import { nameOf } from '../words.ts';

/** Before a comment is gone for good. Hiding is the way back that deleting has not. */
export default function RemoveDialog({ comment, onClose }: { comment: Comment; onClose: () => void }) {
  const { at } = useComments();
  const [isBusy, setBusy] = useState(false);
  const platform = channelLabels[comment.channel.platform];
  const confirm = () => {
    setBusy(true);
    void remove(at, comment).then(onClose);
  };
  return (
    <AlertDialog
      open
      title={comment.isOwn ? 'Delete your comment?' : `Delete the comment of ${nameOf(comment)}?`}
      body={`It is gone from ${platform} for everybody, with what was answered to it, and cannot be brought back.`}
      confirm="Delete"
      busy={isBusy}
      onConfirm={confirm}
      onCancel={onClose}
    />
  );
}
