import type { Comment } from '../../comments/contract.ts';
import { TagPicker } from '../tags/TagPicker.tsx';
import { useTagged } from '../tags/useTagged.ts';
import { useComments } from './comments.ts';
import { toggleTag } from './deeds.ts';
import { knownComment } from './showing.ts';
import { nameOf } from './words.ts';

export default function TagChooser({ comment, onClose }: { comment: Comment; onClose: () => void }) {
  const { at } = useComments();
  const [now = comment] = useTagged([comment], knownComment);
  return (
    <TagPicker
      whom={`the comment of ${nameOf(now)}`}
      isOn={(tagId) => now.tagIds.includes(tagId)}
      toggle={(tagId) => void toggleTag(at, now, tagId)}
      onClose={onClose}
    />
  );
}
