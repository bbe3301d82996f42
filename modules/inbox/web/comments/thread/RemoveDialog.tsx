import { useState } from 'react';
import { AlertDialog } from '../../../../../web/kit/Dialog.tsx';
import type { Comment } from '../../../comments/contract.ts';
import { useComments } from '../comments.ts';
import { remove } from '../deeds.ts';
import { isReviewAnswer, nameOf, platformLabels } from '../words.ts';

/** Before a comment is gone for good. Hiding is the way back that deleting has not. */
export default function RemoveDialog({ comment, onClose }: { comment: Comment; onClose: () => void }) {
  const { at } = useComments();
  const [isBusy, setBusy] = useState(false);
  const platform = platformLabels[comment.channel.platform];
  const confirm = () => {
    setBusy(true);
    void remove(at, comment).then(onClose);
  };
  const isAnswer = isReviewAnswer(comment);
  return (
    <AlertDialog
      open
      title={
        isAnswer
          ? 'Take the answer back?'
          : comment.isOwn
            ? 'Delete your comment?'
            : `Delete the comment of ${nameOf(comment)}?`
      }
      body={
        isAnswer
          ? `It is gone from ${platform} for everybody. The review stays, and can be answered again.`
          : `It is gone from ${platform} for everybody, with what was answered to it, and cannot be brought back.`
      }
      confirm={isAnswer ? 'Take it back' : 'Delete'}
      busy={isBusy}
      onConfirm={confirm}
      onCancel={onClose}
    />
  );
}
